package hms.server.register;

import hms.artifact.Answer;
import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import hms.artifact.Value;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Policies;
import hms.core.state.Register;
import hms.core.state.State;
import hms.ledger.LogTiles;
import hms.runs.Library;
import hms.runs.Signatures;
import hms.runs.intake.Keyrings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The register as the ledger tells it: nothing is kept here that the ledger does not say.
public final class LedgerRegister implements RegisterSource {

    private static final String UNITS = "units";

    private final Supplier<State> states;
    private final Library library;
    private final Signatures signatures;
    private final LogTiles log;
    private final InstantSource clock;
    private volatile @Nullable Index index;

    /// All documents, newest first, as of a state and a moment.
    private record Index(long size, Instant until, List<Listing> listings) {}

    public LedgerRegister(
            Supplier<State> states,
            Library library,
            Signatures signatures,
            LogTiles log,
            InstantSource clock) {
        this.states = states;
        this.library = library;
        this.signatures = signatures;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public RegisterPage list(RegisterQuery query) {
        var state = states.get();
        var all = listings(state);
        var found = all.stream().filter(l -> finds(query, l)).toList();
        int from = Math.min(found.size(), (query.page() - 1) * PAGE_SIZE);
        int to = Math.min(found.size(), from + PAGE_SIZE);
        var earlier = to < found.size() ? found.get(to).times().publishedOn() : null;
        return new RegisterPage(found.subList(from, to), found.size(), earlier, counts(all));
    }

    private boolean finds(RegisterQuery query, Listing listing) {
        return (query.statuses().isEmpty() || query.statuses().contains(listing.status().group()))
                && (query.kinds().isEmpty() || query.kinds().contains(listing.kind()))
                && (query.agencies().isEmpty()
                        || query.agencies().contains(listing.policy().agency()))
                && (query.on() == null || wasInForce(listing, query.on()))
                && hasWords(query.words(), listing);
    }

    private static boolean hasWords(String words, Listing listing) {
        var text =
                String.join(
                                " ",
                                listing.ref().citation(),
                                listing.policy().id(),
                                listing.policy().title(),
                                listing.policy().agency(),
                                listing.policy().summary(),
                                listing.times().publishedOn().toString(),
                                String.join(" ", listing.policy().tags()))
                        .toLowerCase(Locale.ROOT);
        for (var word : words.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private boolean wasInForce(Listing listing, LocalDate on) {
        return inForceOn(listing.policy().id(), on).filter(listing.ref()::equals).isPresent();
    }

    private List<Listing> listings(State state) {
        var known = index;
        var now = clock.instant();
        if (known != null && known.size() == state.size() && now.isBefore(known.until())) {
            return known.listings();
        }
        var listings = new ArrayList<Listing>();
        var until = Instant.MAX;
        for (var published : state.register().documents().values()) {
            listings.add(listing(state, published, now));
            var change = timeline(state, published.policy()).nextChange(now);
            if (change.isPresent() && change.get().isBefore(until)) {
                until = change.get();
            }
        }
        var newestFirst = List.copyOf(listings.reversed());
        index = new Index(state.size(), until, newestFirst);
        return newestFirst;
    }

    private static RegisterPage.Counts counts(List<Listing> all) {
        Map<StatusGroup, Long> byStatus = new EnumMap<>(StatusGroup.class);
        Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
        Map<String, Long> byAgency = new LinkedHashMap<>();
        for (var listing : all) {
            byStatus.merge(listing.status().group(), 1L, Long::sum);
            byKind.merge(listing.kind(), 1L, Long::sum);
            if (!listing.policy().agency().isEmpty()) {
                byAgency.merge(listing.policy().agency(), 1L, Long::sum);
            }
        }
        return new RegisterPage.Counts(
                all.isEmpty() ? 0 : Register.VOLUME,
                all.isEmpty() ? 0 : all.getFirst().ref().number(),
                byStatus.getOrDefault(StatusGroup.IN_FORCE, 0L),
                byStatus,
                byKind,
                byAgency);
    }

    private Listing listing(State state, Register.Published published, Instant now) {
        var artifact = artifact(state, published);
        var zone = state.configuration().zone();
        return new Listing(
                ref(published.number()),
                artifact.corrects().isPresent() ? Kind.CORRECTION : Kind.RULE,
                new Listing.Policy(
                        published.policy().toString(),
                        published.version().toString(),
                        artifact.title(),
                        artifact.agency().orElse(""),
                        artifact.summary().orElse(""),
                        artifact.tags()),
                new Listing.Times(
                        published.at(),
                        artifact.effectiveInstant(zone).orElse(null),
                        artifact.expires().map(e -> e.day(zone)).orElse(null),
                        zone),
                status(state, published, artifact, now, zone),
                links(state, published, artifact),
                published.digest().toString());
    }

    private static DocumentRef ref(int number) {
        return new DocumentRef(Register.VOLUME, number);
    }

    private List<Link> links(State state, Register.Published published, Artifact artifact) {
        var links = new ArrayList<Link>();
        published
                .amends()
                .ifPresent(
                        n ->
                                links.add(
                                        Link.of(
                                                artifact.corrects().isPresent()
                                                        ? Relation.CORRECTS
                                                        : Relation.AMENDS,
                                                ref(n))));
        var later = state.register().amendedBy().get(published.number());
        if (later != null) {
            var corrects =
                    state.register()
                            .document(later)
                            .map(d -> artifact(state, d).corrects().isPresent())
                            .orElse(false);
            links.add(Link.of(corrects ? Relation.CORRECTED_BY : Relation.AMENDED_BY, ref(later)));
        }
        return links;
    }

    private Status status(
            State state,
            Register.Published published,
            Artifact artifact,
            Instant now,
            ZoneId zone) {
        var timeline = timeline(state, published.policy());
        var answer = timeline.answer(now);
        var own = answer.inForce().filter(f -> f.entry().version().equals(published.version()));
        if (own.isPresent()) {
            return inForce(state, published, artifact, timeline, own.get(), zone);
        }
        var coming =
                timeline.intervals().stream()
                        .filter(i -> i.from().isAfter(now))
                        .filter(i -> i.entry().version().equals(published.version()))
                        .findFirst();
        if (coming.isPresent()) {
            return new Status.FromLater(coming.get().from());
        }
        var past =
                timeline.intervals().stream()
                        .filter(i -> i.entry().version().equals(published.version()))
                        .reduce((first, second) -> second);
        if (past.isEmpty()) {
            return new Status.FromLater(artifact.effectiveInstant(zone).orElse(null));
        }
        var end = past.get().until().orElse(now);
        return successor(state, published, timeline, end)
                .<Status>map(Status.Superseded::new)
                .orElseGet(() -> new Status.Ended(end.minusNanos(1).atZone(zone).toLocalDate()));
    }

    private Status inForce(
            State state,
            Register.Published published,
            Artifact artifact,
            Timeline timeline,
            Answer.InForce own,
            ZoneId zone) {
        var next =
                own.until().flatMap(end -> successor(state, published, timeline, end)).orElse(null);
        return new Status.InForce(
                own.from(), artifact.expires().map(e -> e.day(zone)).orElse(null), next);
    }

    /// The document whose rule begins where this one's ends.
    private Optional<Status.Succession> successor(
            State state, Register.Published published, Timeline timeline, Instant end) {
        return timeline.answer(end)
                .inForce()
                .flatMap(
                        f ->
                                state.register()
                                        .of(
                                                new ArtifactKey(
                                                        published.policy(), f.entry().version())))
                .filter(p -> p.number() != published.number())
                .map(p -> new Status.Succession(ref(p.number()), end));
    }

    private static Timeline timeline(State state, PolicyId policy) {
        return state.live().history(new Line(EnvironmentId.PRODUCTION, policy)).timeline();
    }

    @Override
    public Optional<RegisterDocument> document(DocumentRef ref, LocalDate on) {
        var state = states.get();
        return published(state, ref).map(p -> document(state, p, on));
    }

    private RegisterDocument document(State state, Register.Published published, LocalDate on) {
        var artifact = artifact(state, published);
        var before =
                published.amends().flatMap(state.register()::document).map(p -> artifact(state, p));
        return new RegisterDocument(
                listing(state, published, clock.instant()),
                new RegisterDocument.Text(
                        artifact.registerText(), before.map(Artifact::registerText).orElse(null)),
                values(artifact, before, on),
                rules(artifact, before),
                signatures(state, published),
                new RegisterDocument.Proof(
                        published.index(), state.size(), proof(published.index())));
    }

    private @Nullable String proof(long entry) {
        return log.proof(entry).toString();
    }

    private static List<RegisterDocument.Value> values(
            Artifact artifact, Optional<Artifact> before, LocalDate on) {
        var now = leaves(artifact);
        var was = before.map(LedgerRegister::leaves).orElse(Map.of());
        var units = units(artifact);
        var names = new LinkedHashSet<>(now.keySet());
        names.addAll(was.keySet());
        var values = new ArrayList<RegisterDocument.Value>();
        for (var name : names) {
            var present = asOf(now.get(name), on);
            var former = asOf(was.get(name), on);
            var steps = steps(now.get(name));
            if (present == null && former == null && steps.isEmpty()) {
                continue;
            }
            values.add(
                    new RegisterDocument.Value(
                            name,
                            present == null && former == null ? "" : said(present),
                            said(former),
                            units.getOrDefault(name, ""),
                            steps));
        }
        return values;
    }

    /// Every single value by its name, `share.KS` for one in a map. `units` is not one: it says
    /// what the
    /// number before it is counted in.
    private static Map<String, Value> leaves(Artifact artifact) {
        var leaves = new LinkedHashMap<String, Value>();
        artifact.values().forEach((name, value) -> leaves(name, value, leaves));
        leaves.remove(UNITS);
        return leaves;
    }

    private static void leaves(String name, Value value, Map<String, Value> leaves) {
        if (value instanceof Value.MapValue map) {
            map.entries().forEach((key, part) -> leaves(name + "." + key, part, leaves));
        } else {
            leaves.put(name, value);
        }
    }

    private static Map<String, String> units(Artifact artifact) {
        if (!(artifact.values().get(UNITS) instanceof Value.Text(var unit))) {
            return Map.of();
        }
        var before = "";
        for (var name : artifact.values().keySet()) {
            if (name.equals(UNITS)) {
                return Map.of(before, unit);
            }
            before = name;
        }
        return Map.of();
    }

    private static @Nullable Value asOf(@Nullable Value value, LocalDate on) {
        return value == null ? null : value.asOf(on).orElse(null);
    }

    private static List<RegisterDocument.Step> steps(@Nullable Value value) {
        return value instanceof Value.Dated dated
                ? dated.steps().entrySet().stream()
                        .map(
                                s ->
                                        new RegisterDocument.Step(
                                                s.getKey(), said(s.getValue().orElse(null))))
                        .toList()
                : List.of();
    }

    private static @Nullable String said(@Nullable Value value) {
        return switch (value) {
            case null -> null;
            case Value.Text(var text) -> text;
            case Value.Date(var date) -> date.toString();
            case Value.Num n -> n.toJson();
            case Value.Bool b -> b.toJson();
            case Value.ListValue l -> l.toJson();
            case Value.MapValue m -> m.toJson();
            case Value.Dated d -> d.toJson();
        };
    }

    private static List<RegisterDocument.Rule> rules(Artifact artifact, Optional<Artifact> before) {
        var names = new LinkedHashSet<>(artifact.rules().keySet());
        before.ifPresent(b -> names.addAll(b.rules().keySet()));
        return names.stream()
                .map(
                        name ->
                                new RegisterDocument.Rule(
                                        name,
                                        expression(artifact, name),
                                        before.map(b -> expression(b, name)).orElse(null)))
                .toList();
    }

    private static @Nullable String expression(Artifact artifact, String rule) {
        var found = artifact.rules().get(rule);
        return found == null ? null : found.expression();
    }

    private List<RegisterDocument.Signature> signatures(State state, Register.Published published) {
        var submitted = submitted(state, published);
        return submitted.approvals().stream()
                .map(id -> state.policies().approval(id).orElseThrow())
                .map(approval -> signature(state, approval))
                .toList();
    }

    private RegisterDocument.Signature signature(State state, Policies.Approval approval) {
        var name =
                state.identity()
                        .nameOf(approval.owner())
                        .flatMap(library::text)
                        .orElse(approval.owner());
        var roles = state.identity().key(approval.key()).orElseThrow().roles();
        var signed = signatures.read(approval);
        return new RegisterDocument.Signature(
                name,
                String.join(", ", roles),
                approval.at(),
                new RegisterDocument.Signed(
                        approval.owner(),
                        new String(signed.statement(), StandardCharsets.UTF_8),
                        signed.signature()));
    }

    @Override
    public Optional<byte[]> artifact(DocumentRef ref) {
        var state = states.get();
        return published(state, ref).map(p -> library.bytes(submitted(state, p).artifact()));
    }

    @Override
    public Optional<DocumentRef> inForceOn(String policyId, LocalDate on) {
        var state = states.get();
        return PolicyId.parse(policyId)
                .flatMap(
                        id -> {
                            var zone = state.configuration().zone();
                            var start = on.atStartOfDay(zone).toInstant();
                            var now = clock.instant();
                            var today = now.atZone(zone).toLocalDate().equals(on);
                            return state.live()
                                    .inForce(
                                            new Line(EnvironmentId.PRODUCTION, id),
                                            today ? now : start)
                                    .flatMap(
                                            e ->
                                                    state.register()
                                                            .of(new ArtifactKey(id, e.version())))
                                    .map(p -> ref(p.number()));
                        });
    }

    @Override
    public String allowedSigners() {
        var state = states.get();
        return Keyrings.of(state.identity()).allowedSigners(state.size());
    }

    private static Optional<Register.Published> published(State state, DocumentRef ref) {
        return ref.volume() == Register.VOLUME
                ? state.register().document(ref.number())
                : Optional.empty();
    }

    private Artifact artifact(State state, Register.Published published) {
        return library.artifact(submitted(state, published));
    }

    private static Policies.Submitted submitted(State state, Register.Published published) {
        return state.policies()
                .submitted(new ArtifactKey(published.policy(), published.version()))
                .orElseThrow();
    }
}
