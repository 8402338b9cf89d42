package hms.artifact;

import java.time.Instant;
import java.util.Optional;

/// What an environment holds of one policy, for all its readers alike. What it means for one reader
/// at one instant is worked out where it is read, on servers and in clients by this code.
///
/// @param timeline which version is in force when
/// @param canary a version that some readers have before the others
public record LivePolicy(PolicyId id, Timeline timeline, Optional<Canary> canary) {

    /// What a reader gets.
    ///
    /// @param answer the version that it obeys, or why there is none
    /// @param beside a version to evaluate beside that one, whose outcomes are compared and obeyed
    ///     by nobody: in a shadow canary the new version, in an enforced one what would be in force
    ///     without it
    /// @param group on which side of a canary the reader is, if there is a canary
    public record Choice(Answer answer, Optional<Beside> beside, Optional<Group> group) {}

    /// A version that is only compared with.
    public record Beside(Version version, hms.trust.Digest digest) {}

    /// On which side of a canary a reader is.
    ///
    /// @param run the run that watches the canary
    /// @param canary whether the reader is in the canary, and not in the baseline
    /// @param shadow whether the canary is only evaluated
    public record Group(int run, boolean canary, boolean shadow) {}

    /// What this reader gets at an instant.
    public Choice choose(Context reader, Instant at) {
        var answer = timeline.answer(at);
        if (canary.isEmpty()) {
            return new Choice(answer, Optional.empty(), Optional.empty());
        }
        var trial = canary.get();
        var in = trial.selector().selects(reader, trial.run());
        var group = Optional.of(new Group(trial.run(), in, trial.shadow()));
        if (!in) {
            return new Choice(answer, Optional.empty(), group);
        }
        if (trial.shadow()) {
            return new Choice(
                    answer, Optional.of(new Beside(trial.version(), trial.digest())), group);
        }
        var beside =
                answer.inForce()
                        .map(live -> new Beside(live.entry().version(), live.entry().digest()));
        return new Choice(trial.inForce(), beside, group);
    }
}
