package hms.core.event;

import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.artifact.Version;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.time.Instant;
import java.util.Optional;

/// What is in force where, and what the public was told.
public sealed interface LiveEvent extends Event {

    /// The register has the rule. From this entry on its bytes are public.
    ///
    /// @param volume and number the citation: `1 HMS Reg. 42`
    /// @param digest SHA-256 of the artifact's exact bytes
    /// @param amends number of the document that it amends, of the same volume
    record RulePublished(
            int run,
            int volume,
            int number,
            PolicyId policy,
            Version version,
            Digest digest,
            Optional<Integer> amends)
            implements LiveEvent {}

    /// An environment has the version: readers get it from `from` on.
    ///
    /// @param digest SHA-256 of the artifact's exact bytes
    /// @param from   when it is in force; at or after this entry's time unless it is retroactive
    /// @param until  first instant at which it no longer is
    record VersionRolledOut(
            int run,
            EnvironmentId environment,
            PolicyId policy,
            Version version,
            Digest digest,
            Instant from,
            Optional<Instant> until,
            boolean retroactive)
            implements LiveEvent {}

    /// The instant came: the version is enforced.
    ///
    /// @param lateMs milliseconds between the instant and this record of it
    record VersionActivated(
            int run,
            EnvironmentId environment,
            PolicyId policy,
            Version version,
            Instant activatedAt,
            long lateMs)
            implements LiveEvent {}

    /// A version that waited for its instant will not be in force.
    record ScheduleCancelled(EnvironmentId environment, PolicyId policy, Version version)
            implements LiveEvent {}

    /// An earlier version is in force again, as a new revision. The record of what was in force
    /// before stays.
    ///
    /// @param from the version that was in force; absent where none was
    /// @param reason blob of the text
    record VersionRolledBack(
            EnvironmentId environment,
            PolicyId policy,
            Optional<Version> from,
            Version to,
            Digest digest,
            Optional<Instant> until,
            Optional<Digest> reason)
            implements LiveEvent {}

    /// A version that had reached an environment was taken back by an abort and none was in force
    /// before it.
    record VersionWithdrawn(EnvironmentId environment, PolicyId policy, Version version)
            implements LiveEvent {}

    /// Some readers of an environment have a version before the others.
    ///
    /// @param digest SHA-256 of the artifact's exact bytes
    /// @param selector for whom
    /// @param shadow whether it is only evaluated beside what is in force, and enforced for nobody
    record CanaryStarted(
            int run,
            EnvironmentId environment,
            PolicyId policy,
            Version version,
            Digest digest,
            Selector selector,
            boolean shadow)
            implements LiveEvent {}

    /// More readers have it.
    record CanaryWidened(
            int run, EnvironmentId environment, PolicyId policy, Version version, Selector selector)
            implements LiveEvent {}

    /// Nobody has it before the others any more.
    record CanaryEnded(int run, EnvironmentId environment, PolicyId policy, Version version)
            implements LiveEvent {}

    /// The register takes a published rule back, by a document of its own.
    ///
    /// @param volume and number the withdrawal's own citation
    /// @param withdraws number of the document that it takes back, of the same volume
    record RuleWithdrawn(
            int run, int volume, int number, PolicyId policy, Version version, int withdraws)
            implements LiveEvent {}

    /// A subscriber was seen in the environment, for the first time ever: from now on a canary has
    /// somebody to be observed by.
    record SubscriberSeen(EnvironmentId environment) implements LiveEvent {}
}
