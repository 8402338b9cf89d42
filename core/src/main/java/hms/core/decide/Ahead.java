package hms.core.decide;

import hms.core.event.Event;
import hms.core.event.Recorded;
import hms.core.state.State;
import java.time.Instant;
import java.util.List;

/// The state as it will be once these events are recorded: for decisions of which one part gives
/// numbers, such as a citation, that the next part has to count on from.
final class Ahead {

    private Ahead() {}

    static State of(State state, List<Event> events, Instant at) {
        var ahead = state;
        for (var event : events) {
            ahead = ahead.apply(new Recorded(at, Recorded.SYSTEM, event));
        }
        return ahead;
    }
}
