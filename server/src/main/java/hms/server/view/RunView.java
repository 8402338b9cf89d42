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
/// @param scheduledZone the zone in whose local time people are told that instant: that of the
///     first artifact
/// @param waiting what it waits for before its next stage
/// @param takingBackSince since when its targets are being brought what was there before
/// @param targets how it went at each target that it was brought to, in that order
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WaitingView waiting,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant takingBackSince,
        List<StageView> stages,
        List<ReceiptView> targets,
        @Nullable ErrorView error,
        @Nullable String publishedUrl,
        List<String> tags,
        @JsonProperty("package") @Nullable PackageView built,
        NoticesView notices,
        String by) {

    /// So many artifacts are named.
    public static final int MOST_POLICIES = 100;

    /// @param outcome `pending`, `waiting`, `running`, `passed`, `failed` or `skipped`
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

    /// @param reason `maintenance`, `freeze` or `gate`
    /// @param until when it goes on; null: when a person has agreed
    /// @param zone in whose local time people are told that: the environment's legal zone
    /// @param ticket where a person has to
    /// @param missing what is still missing, in words
    public record WaitingView(
            String stage,
            String reason,
            @Nullable Instant until,
            String zone,
            @Nullable String ticket,
            List<String> missing) {}

    /// @param target `staging/benefits-api`
    /// @param outcome `delivered`, `refused`, `unsure` or `untouched`; once the run is taken back
    ///     there: `restored`, or `astray` while it has not been reached
    /// @param said what it said to it
    /// @param version what it has again, where a release of one policy was taken back
    public record ReceiptView(
            String target,
            String outcome,
            String said,
            int count,
            Instant at,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String version) {

        ReceiptView back(String version) {
            return new ReceiptView(target, outcome, said, count, at, version);
        }
    }

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
