package hms.runs.target;

import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import hms.artifact.Version;
import hms.core.decide.Onset;
import hms.core.pipeline.Route;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.Configuration;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Policies;
import hms.core.state.Run;
import hms.core.state.State;
import hms.runs.content.Library;
import hms.runs.port.Shipment;
import hms.trust.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Works out what a target is to have: of the state, and of releases that are being delivered and
/// not live yet.
final class Shipments {

    private final Library library;
    private final Routing routing;

    Shipments(Library library, Routing routing) {
        this.library = library;
        this.routing = routing;
    }

    /// A run's release, as far as it goes to the target; without items if nothing of it does.
    Shipment release(State state, Run run, Configuration.Target target, String key, Instant at) {
        var where = target.id().environment();
        var items =
                run.members().stream()
                        .map(member -> state.policies().submitted(member).orElseThrow())
                        .filter(submitted -> selects(target.route(), submitted))
                        .map(submitted -> item(state, run, where, submitted, at))
                        .sorted(ORDER)
                        .toList();
        return new Shipment(
                where,
                key,
                state.size(),
                run.built().map(Run.BuiltPackage::sha256),
                items,
                List.of(),
                () -> set(state, target, at, run));
    }

    /// What is in force now of some policies, or is to come, for a target that may have something
    /// else.
    Shipment standing(
            State state,
            Configuration.Target target,
            Collection<PolicyId> policies,
            String key,
            Instant at) {
        var where = target.id().environment();
        var items = new ArrayList<Shipment.Item>();
        var gone = new ArrayList<PolicyId>();
        for (var policy : policies) {
            var current = current(state, new Line(where, policy), target.route(), at);
            if (!current.isEmpty()) {
                items.addAll(current);
            } else if (wasSelected(state, target.route(), policy)) {
                gone.add(policy);
            }
        }
        items.sort(ORDER);
        return new Shipment(
                where,
                key,
                state.size(),
                Optional.empty(),
                items,
                gone,
                () -> set(state, target, at, null));
    }

    /// Everything that the target was to have, as of a state in which something was brought to it.
    List<Shipment.Item> setAt(State then, Configuration.Target target) {
        var where = target.id().environment();
        var delivering =
                then.runs().open().values().stream()
                        .filter(run -> isDelivering(run, where))
                        .findFirst();
        return set(then, target, then.at(), delivering.orElse(null));
    }

    private static boolean isDelivering(Run run, EnvironmentId where) {
        return run.phase() instanceof Run.Phase.InStage
                && run.next()
                        .filter(s -> s.uses() == StageKind.APPLY)
                        .filter(s -> run.environmentOf(s).equals(where))
                        .isPresent();
    }

    private static final Comparator<Shipment.Item> ORDER =
            Comparator.comparing((Shipment.Item item) -> item.policy().text())
                    .thenComparing(Shipment.Item::from);

    /// Whether any version of the policy goes to the target.
    private boolean wasSelected(State state, Route route, PolicyId policy) {
        return state.policies().policy(policy).stream()
                .flatMap(known -> known.versions().values().stream())
                .anyMatch(submitted -> selects(route, submitted));
    }

    private boolean selects(Route route, Policies.Submitted submitted) {
        return route.names(submitted.key().policy(), submitted.tags())
                || (route.when().isPresent()
                        && routing.selects(route, submitted.tags(), library.artifact(submitted)));
    }

    private Shipment.Item item(
            State state, Run run, EnvironmentId where, Policies.Submitted submitted, Instant at) {
        var from = Onset.of(state, submitted, run.options(), run.environment(), where, at);
        return item(submitted, library.artifact(submitted).digest(), from, submitted.expires());
    }

    private Shipment.Item item(
            Policies.Submitted submitted, Digest digest, Instant from, Optional<Instant> until) {
        var bytes = library.bytes(submitted.artifact());
        return new Shipment.Item(
                submitted.key().policy(),
                submitted.key().version(),
                digest,
                bytes,
                Library.extension(bytes).equals("json"),
                from,
                until);
    }

    /// Versions of one policy that are in force, or to come.
    private List<Shipment.Item> current(State state, Line line, Route route, Instant at) {
        var items = new ArrayList<Shipment.Item>();
        for (var interval : state.live().history(line).timeline().intervals()) {
            if (interval.until().filter(end -> !end.isAfter(at)).isEmpty()) {
                item(state, line.policy(), interval, route).ifPresent(items::add);
            }
        }
        return items;
    }

    private Optional<Shipment.Item> item(
            State state, PolicyId policy, Timeline.Interval interval, Route route) {
        return state.policies()
                .submitted(new ArtifactKey(policy, interval.entry().version()))
                .filter(submitted -> selects(route, submitted))
                .map(
                        submitted ->
                                item(
                                        submitted,
                                        interval.entry().digest(),
                                        interval.from(),
                                        interval.until()));
    }

    /// Everything that the target is to have: what is live or to come, with the releases that were
    /// delivered to it and are not live yet.
    private List<Shipment.Item> set(
            State state, Configuration.Target target, Instant at, @Nullable Run delivering) {
        var where = target.id().environment();
        var byPolicy = new TreeMap<PolicyId, Map<Version, Shipment.Item>>();
        for (var line : state.live().lines().keySet()) {
            if (line.environment().equals(where)) {
                for (var item : current(state, line, target.route(), at)) {
                    byPolicy.computeIfAbsent(item.policy(), each -> new LinkedHashMap<>())
                            .put(item.version(), item);
                }
            }
        }
        for (var run : state.runs().open().values()) {
            if (isDelivered(run, where)
                    || (delivering != null && run.number() == delivering.number())) {
                for (var item : release(state, run, target, "", at).items()) {
                    replace(
                            byPolicy.computeIfAbsent(item.policy(), x -> new LinkedHashMap<>()),
                            item,
                            at);
                }
            }
        }
        return byPolicy.values().stream()
                .flatMap(versions -> versions.values().stream())
                .sorted(ORDER)
                .toList();
    }

    /// What comes at once takes the place of what is there; what is to come stands beside it.
    private static void replace(
            Map<Version, Shipment.Item> versions, Shipment.Item item, Instant at) {
        versions.values().removeIf(other -> !other.from().isBefore(item.from()));
        versions.replaceAll((version, other) -> until(other, item.from()));
        versions.values().removeIf(other -> other.until().filter(e -> !e.isAfter(at)).isPresent());
        versions.put(item.version(), item);
    }

    private static Shipment.Item until(Shipment.Item item, Instant end) {
        return item.until().filter(e -> !e.isAfter(end)).isPresent()
                ? item
                : new Shipment.Item(
                        item.policy(),
                        item.version(),
                        item.digest(),
                        item.bytes(),
                        item.json(),
                        item.from(),
                        Optional.of(end));
    }

    /// Whether a run's release has been delivered in an environment and is not live there yet.
    private static boolean isDelivered(Run run, EnvironmentId where) {
        return !(run.phase() instanceof Run.Phase.TakingBack)
                && run.stages().stream()
                        .anyMatch(
                                s ->
                                        s.uses() == StageKind.APPLY
                                                && run.environmentOf(s).equals(where)
                                                && run.record(s.id()).isPresent())
                && run.stages().stream()
                        .noneMatch(
                                s ->
                                        s.uses() == StageKind.ROLLOUT
                                                && run.environmentOf(s).equals(where)
                                                && run.record(s.id()).isPresent());
    }
}
