package hms.core.decide;

import hms.core.event.Event;
import hms.core.event.Recorded;
import java.util.List;

/// What follows from a command: events, and an answer that is given once they are durable.
///
/// @param actor whom the entries name
public record Decision(String actor, List<Event> events, Answer answer) {

    public Decision {
        events = List.copyOf(events);
    }

    static Decision refused(String actor, Refusal refusal) {
        return new Decision(actor, List.of(), new Answer.Refused(refusal));
    }

    static Decision by(String actor, List<? extends Event> events, Answer answer) {
        return new Decision(actor, List.copyOf(events), answer);
    }

    static Decision system(List<? extends Event> events) {
        return new Decision(Recorded.SYSTEM, List.copyOf(events), new Answer.Done());
    }
}
