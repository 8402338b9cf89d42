package hms.runs.intake;

import hms.artifact.Finding;
import hms.core.decide.Refusal;
import hms.ledger.Head;
import java.util.List;

/// What the one who asked hears.
public sealed interface Reply<T> {

    /// Done, and durable.
    ///
    /// @param index index of the last entry that was made; -1 if none was
    /// @param head  a head that includes it
    record Ok<T>(T value, long index, Head head) implements Reply<T> {}

    /// Refused; nothing of it happened.
    ///
    /// @param findings places in files, where the refusal is about files
    record No<T>(Refusal refusal, List<Finding> findings) implements Reply<T> {

        public No {
            findings = List.copyOf(findings);
        }

        static <T> No<T> of(Refusal refusal) {
            return new No<>(refusal, List.of());
        }
    }
}
