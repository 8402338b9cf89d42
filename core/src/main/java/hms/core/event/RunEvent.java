package hms.core.event;

import hms.core.state.ArtifactKey;
import hms.core.state.CanaryVerdict;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.core.state.RunStatus;
import hms.core.state.StageOutcome;
import hms.core.state.WaitReason;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The passage of a release through a pipeline.
public sealed interface RunEvent extends Event {

    int run();

    /// A part of the release, where the list is too long for one entry; [RunQueued] in the same
    /// batch closes it.
    record RunMembers(int run, List<ArtifactKey> members) implements RunEvent {}

    /// @param pipeline     name of the pipeline whose stages, as they stand now, the run keeps
    /// @param members      artifacts of the release, beyond those in [RunMembers] entries before
    /// @param memberCount  how many there are in all
    /// @param stages       ids of the stages that apply to it; absent where all of them do
    record RunQueued(
            int run,
            EnvironmentId environment,
            String pipeline,
            List<ArtifactKey> members,
            int memberCount,
            RunOptions options,
            Optional<List<String>> stages)
            implements RunEvent {}

    /// The run took its claim on every policy of its release and goes. Its ledger index is the
    /// claim's fencing token.
    record RunStarted(int run) implements RunEvent {}

    /// @param attempt 1 for the first; more after an interruption
    record StageStarted(int run, String stage, int attempt) implements RunEvent {}

    /// @param summary  one line, such as `98.4% of 5,000 cases adapted · 312 outcomes change`
    /// @param evidence blob of the report
    record StageFinished(
            int run, String stage, StageOutcome outcome, String summary, Optional<Digest> evidence)
            implements RunEvent {}

    /// What the stage made visible is watched for a while.
    ///
    /// @param until when it has been watched for long enough
    record StageBaking(int run, String stage, Instant until) implements RunEvent {}

    /// The stage cannot begin yet.
    ///
    /// @param until when it can; absent: when a person has agreed
    record RunWaiting(int run, String stage, WaitReason reason, Optional<Instant> until)
            implements RunEvent {}

    /// The run does not succeed. What it had made live is taken back in the same batch, and its
    /// targets are brought what was there before; then it ends.
    ///
    /// @param status what it ends as
    record RunTakingBack(int run, RunStatus status, Optional<String> stage, String error)
            implements RunEvent {}

    /// What came of watching, and the counts that it rests on.
    record CanaryJudged(
            int run,
            String stage,
            CanaryVerdict verdict,
            CanaryCounts canary,
            CanaryCounts baseline)
            implements RunEvent {}

    /// What the subscribers on one side of a canary reported while it was watched.
    ///
    /// @param subscribers how many reported
    /// @param silent of them, those that fell silent without taking leave
    /// @param evaluations rules that they asked
    /// @param errors of them, those that gave no outcome
    /// @param alerts that they raised
    record CanaryCounts(
            long subscribers, long silent, long evaluations, long errors, long alerts) {}

    /// @param sha256 digest of the package's bytes
    record PackageBuilt(int run, Digest sha256, long sizeBytes, String format, Digest blob)
            implements RunEvent {}

    /// @param commit the commit that the tag points to, 40 hex digits
    record ReleaseTagged(int run, String tag, String commit) implements RunEvent {}

    /// Everything of the release that has a future instant is delivered and waits for it. The claim
    /// ends here.
    record RunScheduled(int run, Instant until) implements RunEvent {}

    /// @param reason blob of the text
    record RunHalted(int run, Optional<Digest> reason) implements RunEvent {}

    record RunResumed(int run) implements RunEvent {}

    /// @param stage  where it ended, if it did not succeed
    /// @param error  begins `Validation failed:` or `Deploy failed:`
    record RunEnded(int run, RunStatus status, Optional<String> stage, Optional<String> error)
            implements RunEvent {}
}
