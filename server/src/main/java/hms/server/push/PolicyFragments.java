package hms.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import hms.artifact.Manifest;
import hms.artifact.Timeline;
import hms.artifact.Version;
import hms.core.state.ArtifactKey;
import hms.core.state.Line;
import hms.core.state.Live;
import hms.core.state.Policies;
import hms.core.state.State;
import hms.runs.content.ErasedContent;
import hms.runs.content.Library;
import hms.server.view.Json;
import hms.trust.Digest;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Encodes policies as `docs/stream.md` says. What comes out rests on the ledger up to the policy's
/// last change and on nothing later, so that one revision has the same bytes whenever it is asked
/// for.
public final class PolicyFragments implements PolicyEncoder {

    private static final System.Logger LOG = System.getLogger("hms.server.push");

    private final Library library;
    private final ApprovalPaths paths;
    private final Supplier<String> publicUrl;

    public PolicyFragments(Library library, ApprovalPaths paths, Supplier<String> publicUrl) {
        this.library = library;
        this.paths = paths;
        this.publicUrl = publicUrl;
    }

    private record PolicyDocument(
            String id,
            long changed,
            List<IntervalDocument> intervals,
            List<SuspensionDocument> suspended,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CanaryDocument canary,
            Map<String, ArtifactDocument> artifacts) {}

    private record IntervalDocument(
            String version,
            String digest,
            Instant from,
            Instant activatedAt,
            boolean retroactive,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until) {

        static IntervalDocument of(Timeline.Interval interval) {
            return new IntervalDocument(
                    interval.entry().version().toString(),
                    interval.entry().digest().hex(),
                    interval.from(),
                    interval.entry().activatedAt(),
                    interval.entry().retroactive(),
                    interval.until().orElse(null));
        }
    }

    private record SuspensionDocument(
            Instant since, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until) {}

    private record CanaryDocument(
            int run, String version, String digest, String select, String mode, Instant since) {}

    private record ArtifactDocument(
            String type,
            String bytes,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String publishedUrl,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant approvedAt,
            Map<String, String> files,
            List<CoverDocument> approvals) {}

    private record CoverDocument(
            String id,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InclusionDocument inclusion) {}

    private record InclusionDocument(long index, long size, List<String> path) {

        static InclusionDocument of(Manifest.Inclusion inclusion) {
            return new InclusionDocument(
                    inclusion.index(),
                    inclusion.size(),
                    inclusion.path().stream().map(Digest::hex).toList());
        }
    }

    private record ApprovalDocument(String statement, String signature) {}

    /// What is gathered of one policy.
    private static final class Gathered {
        private final Map<String, ArtifactDocument> artifacts = new LinkedHashMap<>();
        private final Map<String, byte[]> approvals = new LinkedHashMap<>();
        private final TreeSet<String> tags = new TreeSet<>();
    }

    @Override
    public Fragment encode(State state, Line line) {
        var history = state.live().history(line);
        var live = history.policy(line.policy());
        var gathered = new Gathered();
        var versions = new LinkedHashMap<Version, Digest>();
        live.timeline()
                .intervals()
                .forEach(i -> versions.put(i.entry().version(), i.entry().digest()));
        live.canary().ifPresent(c -> versions.put(c.version(), c.digest()));
        versions.forEach(
                (version, digest) -> gather(gathered, state, line, history, version, digest));
        var document =
                new PolicyDocument(
                        line.policy().text(),
                        history.changed(),
                        live.timeline().intervals().stream().map(IntervalDocument::of).toList(),
                        live.timeline().suspensions().stream()
                                .map(s -> new SuspensionDocument(s.since(), s.until().orElse(null)))
                                .toList(),
                        live.canary()
                                .map(
                                        c ->
                                                new CanaryDocument(
                                                        c.run(),
                                                        c.version().toString(),
                                                        c.digest().hex(),
                                                        c.selector().text(),
                                                        c.shadow() ? "shadow" : "enforce",
                                                        c.since()))
                                .orElse(null),
                        gathered.artifacts);
        return new Fragment(Json.bytes(document), gathered.tags, gathered.approvals);
    }

    private void gather(
            Gathered to,
            State state,
            Line line,
            Live.History history,
            Version version,
            Digest digest) {
        var key = new ArtifactKey(line.policy(), version);
        var submitted = state.policies().submitted(key).orElseThrow();
        to.tags.addAll(submitted.tags());
        try {
            var bytes = library.bytes(submitted.artifact());
            var out = history.firstOut(version);
            to.artifacts.put(
                    digest.hex(),
                    new ArtifactDocument(
                            "application/" + Library.extension(bytes),
                            Base64.getEncoder().encodeToString(bytes),
                            published(state, key, history.changed()),
                            out.orElse(null),
                            files(submitted),
                            covers(to, state, line, submitted, out, history.changed())));
        } catch (ErasedContent erased) {
            LOG.log(
                    Level.WARNING,
                    key + " is in force in " + line.environment() + " and cannot be sent",
                    erased);
        }
    }

    private @Nullable String published(State state, ArtifactKey key, long changed) {
        return state.register()
                .of(key)
                .filter(p -> p.index() < changed)
                .map(p -> publicUrl.get() + p.path())
                .orElse(null);
    }

    private Map<String, String> files(Policies.Submitted submitted) {
        var files = new LinkedHashMap<String, String>();
        paths.member(submitted).files().forEach((path, file) -> files.put(path, file.hex()));
        return files;
    }

    /// The approvals under which it went out, as far as their words are still there.
    private List<CoverDocument> covers(
            Gathered to,
            State state,
            Line line,
            Policies.Submitted submitted,
            Optional<Instant> out,
            long changed) {
        var covers = new ArrayList<CoverDocument>();
        for (var id : submitted.approvals()) {
            var approval = state.policies().approval(id).orElseThrow();
            if (approval.index() > changed
                    || !approval.holdsFor(line.environment(), out.orElse(approval.at()))) {
                continue;
            }
            try {
                var signed = paths.signed(approval);
                var inclusion = paths.inclusion(state, approval, signed, submitted.key());
                to.approvals.computeIfAbsent(
                        id,
                        _ ->
                                member(
                                        id,
                                        new ApprovalDocument(
                                                Base64.getEncoder()
                                                        .encodeToString(signed.statement()),
                                                signed.signature())));
                covers.add(
                        new CoverDocument(id, inclusion.map(InclusionDocument::of).orElse(null)));
            } catch (ErasedContent erased) {
                LOG.log(Level.WARNING, "approval " + id + " cannot be sent", erased);
            }
        }
        return covers;
    }

    private static byte[] member(String name, Object value) {
        return (Json.text(name) + ":" + Json.text(value)).getBytes(UTF_8);
    }
}
