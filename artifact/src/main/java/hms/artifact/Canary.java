package hms.artifact;

import hms.trust.Digest;
import java.time.Instant;
import java.util.Optional;

/// A new version that a part of the readers has before the rest get it.
///
/// @param run the run that watches it
/// @param digest of the version's exact bytes
/// @param selector for whom it is
/// @param shadow whether it is only evaluated beside what is in force, and nothing of it enforced:
///     a version must not bind anybody before its effective instant
/// @param since when it was put there
public record Canary(
        int run, Version version, Digest digest, Selector selector, boolean shadow, Instant since) {

    /// What stands for it in answers about what is in force, for those who have it.
    public Answer.InForce inForce() {
        return new Answer.InForce(
                Timeline.Entry.activated(version, digest, since, Optional.empty()),
                since,
                Optional.empty());
    }
}
