package hms.server.register;

import hms.artifact.Artifact;
import hms.artifact.Value;
import hms.core.state.Policies;
import hms.core.state.Register;
import hms.core.state.State;
import hms.ledger.LogTiles;
import hms.runs.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Documents in full: what a rule says beside what the one before it said, who signed it, and its
/// proof. A withdrawal says why, and has neither values nor signatures: nobody signs that harm
/// stops.
record Documents(
        PublishedArtifacts artifacts, Listings listings, Signatures approvals, LogTiles log) {

    private static final String UNITS = "units";

    /// @param on the day as of which dated values are given
    RegisterDocument document(
            State state, Register.Published published, Instant now, LocalDate on) {
        var listing = listings.listing(state, published, now);
        var proof =
                new RegisterDocument.Proof(
                        published.index(), state.size(), log.proof(published.index()).toString());
        if (published.withdraws().isPresent()) {
            var text =
                    new RegisterDocument.Text(listings.withdrawals().text(state, published), null);
            return new RegisterDocument(listing, text, List.of(), List.of(), List.of(), proof);
        }
        var artifact = artifacts.of(state, published);
        var before =
                published
                        .amends()
                        .flatMap(state.register()::document)
                        .map(p -> artifacts.of(state, p));
        return new RegisterDocument(
                listing,
                new RegisterDocument.Text(
                        artifact.registerText(), before.map(Artifact::registerText).orElse(null)),
                values(artifact, before, on),
                rules(artifact, before),
                signatures(state, published),
                proof);
    }

    private static List<RegisterDocument.Value> values(
            Artifact artifact, Optional<Artifact> before, LocalDate on) {
        var now = leaves(artifact);
        var was = before.map(Documents::leaves).orElse(Map.of());
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
        var submitted = PublishedArtifacts.submitted(state, published);
        return submitted.approvals().stream()
                .map(id -> state.policies().approval(id).orElseThrow())
                .map(approval -> signature(state, approval))
                .toList();
    }

    private RegisterDocument.Signature signature(State state, Policies.Approval approval) {
        var name =
                state.identity()
                        .nameOf(approval.owner())
                        .flatMap(artifacts.library()::text)
                        .orElse(approval.owner());
        var roles = state.identity().key(approval.key()).orElseThrow().roles();
        var signed = approvals.read(approval);
        return new RegisterDocument.Signature(
                name,
                String.join(", ", roles),
                approval.at(),
                new RegisterDocument.Signed(
                        approval.owner(),
                        new String(signed.statement(), StandardCharsets.UTF_8),
                        signed.signature()));
    }
}
