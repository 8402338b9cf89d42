package hms.core.decide;

import hms.core.command.Command;
import hms.core.state.State;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A request whose `Idempotency-Key` was seen within a day: the same answer for the same request, a
/// conflict for another.
final class Repetition {

    private Repetition() {}

    static Optional<Decision> of(
            State state,
            Command command,
            Optional<Command.Request> request,
            Function<String, Answer> answer) {
        return request.flatMap(
                r ->
                        state.requests()
                                .answered(r.key())
                                .map(
                                        known -> {
                                            if (known.body().equals(r.body())) {
                                                return Decision.by(
                                                        command.caller().principal(),
                                                        List.of(),
                                                        answer.apply(known.result()));
                                            }
                                            return Decider.refused(
                                                    command,
                                                    Refusal.conflict(
                                                            "idempotency-key-reused",
                                                            "This Idempotency-Key was used for another request.",
                                                            "Use a new key for a new request."));
                                        }));
    }
}
