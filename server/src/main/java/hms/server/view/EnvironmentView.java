package hms.server.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An environment, with what is brought where in it. Addresses and settings are not shown.
///
/// @param position place in the order of promotion, from 0
/// @param gate     `person` or `none`
/// @param pipeline through which runs into it pass
/// @param way      the environments that a release into it passes through, and needs approvals for;
///     itself is the last
/// @param zone     the legal zone of its windows
/// @param closed   why it may not be touched now; null if it may
public record EnvironmentView(
        String name,
        int position,
        String gate,
        String pipeline,
        List<String> way,
        String zone,
        @Nullable ClosedView closed,
        List<TargetView> targets) {

    /// In the order of promotion.
    public record All(List<EnvironmentView> environments) {}

    /// @param reason `freeze` or `maintenance`
    /// @param until  first instant at which it may be touched
    public record ClosedView(String reason, Instant until) {}

    /// @param kind   `http`, `kubernetes`, `folder` or `local`
    /// @param last   what it was brought last; null if that is nothing
    /// @param behind since when it may have something else than what is in force; null if it has
    ///     not
    public record TargetView(
            String name,
            String kind,
            RouteView route,
            @Nullable LastView last,
            @Nullable BehindView behind) {}

    /// Which policies it gets; all where nothing is said.
    ///
    /// @param when an expression
    public record RouteView(List<String> tags, List<String> policies, @Nullable String when) {}

    /// @param run null where it was brought what a rollback left
    /// @param outcome `delivered` or `unsure`
    public record LastView(@Nullable Integer run, String outcome, long sequence, Instant at) {}

    /// @param attempts how many have failed
    /// @param due when it is tried next
    public record BehindView(Instant since, int attempts, Instant due) {}
}
