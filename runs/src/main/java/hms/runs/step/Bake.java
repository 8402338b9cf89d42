package hms.runs.step;

import hms.artifact.Selector;
import hms.trust.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The release is to be visible, and to be watched from then on.
///
/// @param digests SHA-256 of the exact bytes, in the order of the run's members
/// @param selector for whom; absent: for everybody, which is the rollout itself
/// @param time for how long it has to be watched
public record Bake(List<Digest> digests, Optional<Selector> selector, Duration time)
        implements StepOutcome {

    public Bake {
        digests = List.copyOf(digests);
        if (time.isNegative()) {
            throw new IllegalArgumentException("a bake time is not negative, as " + time + " is");
        }
    }
}
