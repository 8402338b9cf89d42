package hms.server.view;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to come in an environment.
///
/// @param from the present
/// @param until the last instant that was looked at; null for all time
/// @param zone the legal zone
/// @param faults how many of the turns somebody should do something about
public record RehearsalView(
        String env,
        Instant from,
        @Nullable Instant until,
        String zone,
        long faults,
        List<TurnView> turns) {

    /// @param local the instant on the clocks of `zone`, in which the version's days are counted
    /// @param kind `begins`, `values`, `ends`, `gap`, `overlap`, `clock`, `missing` or `idle`
    /// @param run that still has to deliver the version
    /// @param text all of it as a sentence without its full stop
    /// @param before the version whose place it takes
    /// @param until when the gap ends, or when the version would have expired
    /// @param changes how values differ
    public record TurnView(
            Instant at,
            OffsetDateTime local,
            String zone,
            String policy,
            String version,
            @Nullable Integer run,
            String kind,
            boolean fault,
            String text,
            @Nullable String before,
            @Nullable Instant until,
            List<PolicyViews.ChangeLine> changes) {}
}
