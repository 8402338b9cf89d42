package hms.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run, the same in every interface.
///
/// @param policies `id@version` of its artifacts, the first [#MOST_POLICIES] of them
/// @param policyCount how many there are
/// @param scheduledFor the instant that it waits for
/// @param scheduledZone the zone in which people are told that: the first artifact's
/// @param error why it did not succeed
/// @param publishedUrl page of its first artifact in the register
/// @param tags release tags in the policies' Git repository
/// @param built the package
/// @param by name of who asked for it
public record RunView(
        int run,
        String status,
        List<String> policies,
        int policyCount,
        String environment,
        String pipeline,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant scheduledFor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String scheduledZone,
        List<StageView> stages,
        @Nullable ErrorView error,
        @Nullable String publishedUrl,
        List<String> tags,
        @JsonProperty("package") @Nullable PackageView built,
        NoticesView notices,
        String by) {

    /// So many artifacts are named.
    public static final int MOST_POLICIES = 100;

    /// @param outcome `pending`, `running`, `passed`, `failed` or `skipped`
    /// @param tookMs milliseconds from its start to its end
    /// @param bakingUntil while what it made visible is watched: when that has been for long enough
    public record StageView(
            String id,
            String title,
            String uses,
            String outcome,
            String summary,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Long tookMs,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant bakingUntil,
            boolean hasEvidence) {}

    /// @param stage where it ended
    /// @param reason begins `Validation failed:` or `Deploy failed:`
    /// @param ticket where a person has to decide
    public record ErrorView(@Nullable String stage, String reason, @Nullable String ticket) {}

    public record PackageView(String sha256, long sizeBytes) {}

    public record NoticesView(int queued, int sent, int givenUp) {}

    /// A run in a list.
    public record Brief(
            int run,
            String status,
            List<String> policies,
            int policyCount,
            String environment,
            Instant queuedAt,
            @Nullable Instant endedAt,
            @Nullable String error) {}

    /// Runs, newest first.
    ///
    /// @param before where the next page begins: name it as `before`; null on the last
    public record Page(List<Brief> runs, @Nullable Integer before) {}
}
