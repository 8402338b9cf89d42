package hms.core.state;

import hms.artifact.Selector;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was said when the run was asked for.
///
/// @param schedule   activate at this instant, where the artifact itself does not name a later one
/// @param pending    what becomes of schedules that wait for the same policies
/// @param supersede  end unfinished runs of the same policies
/// @param strict     warnings block
/// @param canary     for whom the canary is, in place of what the pipeline says
/// @param bake       how long it is watched, in place of what the pipeline says
/// @param partners   who is told beside the partners that the artifacts name
/// @param handedIn   blob of the package that was handed in, to go out as it is
public record RunOptions(
        Optional<Instant> schedule,
        Pending pending,
        boolean supersede,
        boolean strict,
        Optional<Selector> canary,
        Optional<Duration> bake,
        Optional<List<String>> partners,
        Optional<Digest> handedIn) {

    public static final RunOptions DEFAULT =
            new RunOptions(
                    Optional.empty(),
                    Pending.UNSAID,
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public RunOptions {
        partners = partners.map(List::copyOf);
    }

    /// What does not concern canaries; those are as the pipeline says.
    public static RunOptions of(
            Optional<Instant> schedule, Pending pending, boolean supersede, boolean strict) {
        return new RunOptions(
                schedule,
                pending,
                supersede,
                strict,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// What to do with a pending schedule of the same policy. Unsaid is refused where one exists.
    public enum Pending {
        UNSAID,
        KEEP,
        CANCEL
    }
}
