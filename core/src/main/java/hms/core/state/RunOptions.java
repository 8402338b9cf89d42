package hms.core.state;

import java.time.Instant;
import java.util.Optional;

/// What was said when the run was asked for.
///
/// @param schedule   activate at this instant, where the artifact itself does not name a later one
/// @param pending    what becomes of schedules that wait for the same policies
/// @param supersede  end unfinished runs of the same policies
/// @param strict     warnings block
public record RunOptions(
        Optional<Instant> schedule, Pending pending, boolean supersede, boolean strict) {

    public static final RunOptions DEFAULT =
            new RunOptions(Optional.empty(), Pending.UNSAID, false, false);

    /// What to do with a pending schedule of the same policy. Unsaid is refused where one exists.
    public enum Pending {
        UNSAID,
        KEEP,
        CANCEL
    }
}
