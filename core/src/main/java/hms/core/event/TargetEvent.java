package hms.core.event;

import hms.artifact.PolicyId;
import hms.core.state.TargetId;
import hms.core.state.TargetOutcome;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the targets of an environment have been brought.
public sealed interface TargetEvent extends Event {

    /// How bringing a release to one target went, in a run.
    ///
    /// @param sequence of the shipment: a target that can refuses one below what it had
    /// @param shipment what the target can be recognised by that has it
    /// @param count    versions that it was brought
    /// @param said     what it said to it
    record TargetServed(
            int run,
            String stage,
            TargetId target,
            TargetOutcome outcome,
            long sequence,
            Digest shipment,
            int count,
            String said)
            implements TargetEvent {}

    /// What is in force has changed back, and these targets may have something else. From this
    /// entry on they are brought what is right, again and again.
    ///
    /// @param run the run that is taken back, if it is one
    record TargetsBehind(OptionalInt run, List<TargetId> targets, List<PolicyId> policies)
            implements TargetEvent {}

    /// The target has what is in force again.
    record TargetCaughtUp(TargetId target, long sequence, Digest shipment, int count, String said)
            implements TargetEvent {}

    /// It could not be brought there.
    ///
    /// @param attempt 1 for the first
    /// @param next when it is tried again; absent: it was given up, and a person is asked
    record TargetMissed(TargetId target, int attempt, String reason, Optional<Instant> next)
            implements TargetEvent {}
}
