package hms.server.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.checks.compare.Changes;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Policies;
import hms.core.state.State;
import hms.server.view.PolicyViews.ApprovalLine;
import hms.server.view.PolicyViews.ChangeLine;
import hms.server.view.PolicyViews.Item;
import hms.server.view.PolicyViews.Published;
import hms.server.view.PolicyViews.TimelineLine;
import hms.server.view.PolicyViews.VersionLine;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Policies, their versions, their approvals and what became of them.
public final class PolicyReads {

    /// A history shows the newest of a policy's entries, this many.
    private static final int MOST_ENTRIES = 500;

    private final Source source;
    private final LiveReads live;
    private final LedgerReads ledger;

    public PolicyReads(Source source, LiveReads live, LedgerReads ledger) {
        this.source = source;
        this.live = live;
        this.ledger = ledger;
    }

    /// Every policy that was ever rolled out to the environment, in the order of their ids.
    ///
    /// @param visible which policies the caller may see
    public PolicyViews.Environment environment(
            State state, EnvironmentId environment, Instant now, Predicate<PolicyId> visible) {
        var items =
                state.live().lines().entrySet().stream()
                        .filter(line -> line.getKey().environment().equals(environment))
                        .filter(line -> visible.test(line.getKey().policy()))
                        .sorted(Comparator.comparing(line -> line.getKey().policy()))
                        .map(line -> item(state, line.getKey(), now))
                        .toList();
        return new PolicyViews.Environment(environment.value(), items);
    }

    private Item item(State state, Line line, Instant now) {
        var answer = state.live().history(line).timeline().answer(now);
        var entry = answer.inForce().map(hms.artifact.Answer.InForce::entry);
        var title =
                entry.map(e -> new ArtifactKey(line.policy(), e.version()))
                        .or(() -> newest(state, line.policy()))
                        .map(key -> live.artifact(state, key).title())
                        .orElse(line.policy().text());
        return new Item(
                line.policy().text(),
                entry.map(e -> e.version().toString()).orElse(null),
                answer.code(),
                entry.map(e -> e.activatedAt()).orElse(null),
                title);
    }

    private static Optional<ArtifactKey> newest(State state, PolicyId policy) {
        return state.policies()
                .policy(policy)
                .flatMap(Policies.Policy::latest)
                .map(version -> new ArtifactKey(policy, version));
    }

    /// Everything that ever happened to a policy; empty if nobody ever submitted it.
    public Optional<PolicyViews.History> history(State state, Line line, Instant now) {
        return state.policies()
                .policy(line.policy())
                .map(policy -> history(state, policy, line, now));
    }

    private PolicyViews.History history(
            State state, Policies.Policy policy, Line line, Instant now) {
        var names = new Names(state, source.library());
        var versions =
                policy.versions().values().stream()
                        .sorted(
                                Comparator.comparing((Policies.Submitted s) -> s.key().version())
                                        .reversed())
                        .map(s -> versionLine(state, names, s, line, now))
                        .toList();
        var timeline =
                state.live().history(line).timeline().intervals().stream()
                        .map(
                                i ->
                                        new TimelineLine(
                                                i.entry().version().toString(),
                                                i.from(),
                                                i.until().orElse(null),
                                                i.entry().activatedAt(),
                                                i.entry().retroactive()))
                        .toList();
        var trail = policy.trail();
        var entries =
                trail.subList(Math.max(0, trail.size() - MOST_ENTRIES), trail.size()).stream()
                        .map(index -> ledger.line(names, index))
                        .toList();
        return new PolicyViews.History(policy.id().text(), versions, timeline, entries);
    }

    private VersionLine versionLine(
            State state, Names names, Policies.Submitted s, Line line, Instant now) {
        return new VersionLine(
                s.key().version().toString(),
                source.library().artifact(s).digest().toString(),
                s.at(),
                names.of(s.submitter()),
                status(state, s, line, now),
                approvals(state, names, s),
                published(state, s.key()).orElse(null));
    }

    private static String status(State state, Policies.Submitted s, Line line, Instant now) {
        if (s.rejected()) {
            return "rejected";
        }
        var timeline = state.live().history(line).timeline();
        var version = s.key().version();
        if (timeline.answer(now)
                .inForce()
                .filter(found -> found.entry().version().equals(version))
                .isPresent()) {
            return "in force";
        }
        if (timeline.pending(now).stream().anyMatch(i -> i.entry().version().equals(version))) {
            return "scheduled";
        }
        return timeline.intervals().stream().anyMatch(i -> i.entry().version().equals(version))
                ? "earlier"
                : "submitted";
    }

    private static List<ApprovalLine> approvals(State state, Names names, Policies.Submitted s) {
        return s.approvals().stream()
                .map(id -> state.policies().approval(id).orElseThrow())
                .map(a -> new ApprovalLine(a.id(), a.key(), names.of(a.owner()), a.at()))
                .toList();
    }

    private Optional<Published> published(State state, ArtifactKey key) {
        return state.register().of(key).map(p -> new Published(p.citation(), live.url(p)));
    }

    /// One version; empty if it was never submitted.
    public Optional<PolicyViews.Metadata> version(State state, ArtifactKey key, Instant now) {
        return state.policies().submitted(key).map(s -> metadata(state, s, now));
    }

    private PolicyViews.Metadata metadata(State state, Policies.Submitted s, Instant now) {
        var artifact = source.library().artifact(s);
        var names = new Names(state, source.library());
        var rules = new LinkedHashMap<String, String>();
        artifact.rules().forEach((name, rule) -> rules.put(name, rule.expression()));
        var uses = new LinkedHashMap<String, String>();
        artifact.uses().forEach((alias, policy) -> uses.put(alias, policy.text()));
        return new PolicyViews.Metadata(
                s.key().policy().text(),
                s.key().version().toString(),
                artifact.title(),
                artifact.agency().orElse(null),
                artifact.summary().orElse(null),
                artifact.digest().toString(),
                artifact.source().length(),
                artifact.effective().map(Object::toString).orElse(null),
                artifact.expires().map(Object::toString).orElse(null),
                artifact.timezone().map(Object::toString).orElse(null),
                s.retroactive(),
                artifact.tags(),
                artifact.valuesJson(),
                rules,
                uses,
                artifact.namedFiles(),
                artifact.partners(),
                s.at(),
                names.of(s.submitter()),
                status(state, s, new Line(EnvironmentId.PRODUCTION, s.key().policy()), now),
                approvals(state, names, s),
                published(state, s.key()).orElse(null));
    }

    /// The exact bytes of a version.
    public Optional<byte[]> bytes(State state, ArtifactKey key) {
        return state.policies().submitted(key).map(s -> source.library().bytes(s.artifact()));
    }

    /// How two versions of a policy differ.
    public PolicyViews.Diff diff(State state, ArtifactKey from, ArtifactKey to) {
        var before = live.artifact(state, from);
        var after = live.artifact(state, to);
        var changes =
                Changes.between(before, after).stream()
                        .map(
                                c ->
                                        new ChangeLine(
                                                c.path(),
                                                c.before().orElse(null),
                                                c.after().orElse(null)))
                        .toList();
        return new PolicyViews.Diff(
                from.version().toString(),
                to.version().toString(),
                changes,
                UnifiedDiff.of(from.toString(), text(before), to.toString(), text(after)));
    }

    private static String text(Artifact artifact) {
        return new String(artifact.bytes(), UTF_8);
    }

    /// An approval; empty if there is none of that id.
    public Optional<PolicyViews.Approval> approval(State state, String id) {
        return state.policies().approval(id).map(a -> approval(state, a));
    }

    private PolicyViews.Approval approval(State state, Policies.Approval a) {
        var names = new Names(state, source.library());
        return new PolicyViews.Approval(
                a.id(),
                a.key(),
                state.identity().key(a.key()).orElseThrow().publicKey(),
                names.of(a.owner()),
                source.library()
                        .find(a.statement())
                        .map(bytes -> Base64.getEncoder().encodeToString(bytes))
                        .orElse(null),
                source.library().text(a.signature()).orElse(null),
                covered(state, a),
                a.environments().stream().map(EnvironmentId::value).toList(),
                a.expires().orElse(null),
                a.at());
    }

    private static List<String> covered(State state, Policies.Approval a) {
        return state.policies().byId().values().stream()
                .flatMap(policy -> policy.versions().values().stream())
                .filter(s -> s.approvals().contains(a.id()))
                .map(s -> s.key().toString())
                .sorted()
                .toList();
    }
}
