package hms.server.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Documents about policies and their versions.
public final class PolicyViews {

    private PolicyViews() {}

    /// What is in force in an environment.
    public record Environment(String env, List<Item> policies) {}

    /// @param status `IN_FORCE`, or which absence
    public record Item(
            String id,
            @Nullable String version,
            String status,
            @Nullable Instant activatedAt,
            String title) {}

    public record History(
            String id,
            List<VersionLine> versions,
            List<TimelineLine> timeline,
            List<LedgerReads.Line> entries) {}

    /// @param status `rejected`, `in force`, `scheduled`, `earlier` or `submitted`
    /// @param by name of the submitter
    public record VersionLine(
            String version,
            String digest,
            Instant submittedAt,
            String by,
            String status,
            List<ApprovalLine> approvals,
            @Nullable Published published) {}

    /// @param by name of the key's owner
    public record ApprovalLine(String approval, String key, String by, Instant at) {}

    public record Published(String citation, String url) {}

    public record TimelineLine(
            String version,
            Instant from,
            @Nullable Instant until,
            Instant activatedAt,
            boolean retroactive) {}

    /// @param values all values as JSON, dated ones with their dates
    public record Metadata(
            String id,
            String version,
            String title,
            @Nullable String agency,
            @Nullable String summary,
            String digest,
            int sizeBytes,
            @Nullable String effective,
            @Nullable String expires,
            @Nullable String timezone,
            boolean retroactive,
            List<String> tags,
            @JsonRawValue String values,
            Map<String, String> rules,
            Map<String, String> uses,
            List<String> files,
            List<String> partners,
            Instant submittedAt,
            String by,
            String status,
            List<ApprovalLine> approvals,
            @Nullable Published published) {}

    /// @param text unified diff of the files
    public record Diff(String from, String to, List<ChangeLine> changes, String text) {}

    /// @param before as JSON; null where it is new
    /// @param after as JSON; null where it is gone
    public record ChangeLine(
            String path,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after) {}

    /// An approval with what anyone needs to verify it.
    ///
    /// @param statement exact bytes that were signed, in base64; null if they were erased
    /// @param covers `id@version` of what it is for
    /// @param environments what it is for; empty means all
    public record Approval(
            String approval,
            String key,
            String publicKey,
            String owner,
            @Nullable String statement,
            @Nullable String signature,
            List<String> covers,
            List<String> environments,
            @Nullable Instant expires,
            Instant at) {}

    /// @param yaml as it would be written in a file
    public record PipelineView(
            String name, String environment, String yaml, List<StageLine> stages) {}

    public record StageLine(String id, String title, String uses, Map<String, String> options) {}

    public record Keys(List<Key> keys) {}

    /// @param owner name
    /// @param principal opaque id of the owner
    /// @param enrolledAt index of the entry that enrolled it
    /// @param revokedAt index of the entry that revoked it
    public record Key(
            String key,
            String publicKey,
            String owner,
            String principal,
            List<String> roles,
            long enrolledAt,
            @Nullable Long revokedAt) {}

    public record Tokens(List<Token> tokens) {}

    /// @param bearer name
    /// @param policies what it is limited to; empty means all
    /// @param environments what it is limited to; empty means all
    public record Token(
            String id,
            @JsonProperty("for") String bearer,
            String principal,
            List<String> scopes,
            List<String> policies,
            List<String> environments,
            @Nullable Instant expires,
            boolean revoked) {}
}
