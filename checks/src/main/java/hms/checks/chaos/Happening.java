package hms.checks.chaos;

import java.time.Duration;
import java.util.List;

/// Something that an experiment did or saw. `at` counts from its beginning.
public sealed interface Happening {

    Duration at();

    /// As people read it, without the time.
    String words();

    /// A fault was done.
    ///
    /// @param replicas the names of those that it hit
    record Done(Duration at, Fault fault, List<String> replicas) implements Happening {
        public Done {
            replicas = List.copyOf(replicas);
        }

        @Override
        public String words() {
            return String.join(", ", replicas) + " " + fault.words();
        }
    }

    /// A fault could not be done.
    record Undone(Duration at, Fault fault, String reason) implements Happening {
        @Override
        public String words() {
            return "a fault could not be done (" + fault.kind() + "): " + reason;
        }
    }

    /// As many replicas are ready as before those were killed.
    ///
    /// @param replicas the names of those
    /// @param after how long they were away
    record Back(Duration at, List<String> replicas, Duration after) implements Happening {
        public Back {
            replicas = List.copyOf(replicas);
        }

        @Override
        public String words() {
            return String.join(", ", replicas) + " back after " + Fault.seconds(after) + " s";
        }
    }

    /// Probes failed; said at most once a second.
    ///
    /// @param failed how many, since it was said last
    /// @param reason why the last of them did
    record Missed(Duration at, int failed, String reason) implements Happening {
        @Override
        public String words() {
            return (failed == 1 ? "a probe failed: " : failed + " probes failed: ") + reason;
        }
    }
}
