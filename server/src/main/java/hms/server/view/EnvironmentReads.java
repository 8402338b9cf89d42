package hms.server.view;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.core.pipeline.Route;
import hms.core.state.Configuration;
import hms.core.state.Configuration.Environment;
import hms.core.state.Configuration.Target;
import hms.core.state.EnvironmentId;
import hms.core.state.Policies.Submitted;
import hms.core.state.State;
import hms.core.state.Targets;
import hms.runs.content.Library;
import hms.runs.target.Routing;
import hms.server.view.EnvironmentView.BehindView;
import hms.server.view.EnvironmentView.ClosedView;
import hms.server.view.EnvironmentView.LastView;
import hms.server.view.EnvironmentView.RouteView;
import hms.server.view.EnvironmentView.TargetView;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Environments as they stand, and which of their targets get what.
public final class EnvironmentReads {

    private final Library library;
    private final Routing routing = new Routing();

    /// @param library artifacts that were submitted
    public EnvironmentReads(Library library) {
        this.library = library;
    }

    /// In the order of promotion.
    ///
    /// @param visible those that the caller may see
    public EnvironmentView.All all(State state, Instant now, Predicate<EnvironmentId> visible) {
        return new EnvironmentView.All(
                state.configuration().inOrder().stream()
                        .filter(environment -> visible.test(environment.id()))
                        .map(environment -> view(state, environment, now))
                        .toList());
    }

    private static EnvironmentView view(State state, Environment environment, Instant now) {
        var configuration = state.configuration();
        return new EnvironmentView(
                environment.id().value(),
                environment.position(),
                environment.rules().gate() ? "person" : "none",
                environment.pipeline(),
                configuration.way(environment.id()).stream().map(EnvironmentId::value).toList(),
                environment.rules().zone().orElse(configuration.zone()).getId(),
                closed(configuration, environment.id(), now),
                configuration.targetsOf(environment.id()).stream()
                        .map(target -> view(state.targets(), target))
                        .toList());
    }

    private static @Nullable ClosedView closed(
            Configuration configuration, EnvironmentId environment, Instant now) {
        return configuration
                .closed(environment, now)
                .map(c -> new ClosedView(c.frozen() ? "freeze" : "maintenance", c.until()))
                .orElse(null);
    }

    private static TargetView view(Targets targets, Target target) {
        return new TargetView(
                target.id().name(),
                target.kind(),
                view(target.route()),
                targets.served(target.id()).map(EnvironmentReads::view).orElse(null),
                targets.behind(target.id())
                        .map(b -> new BehindView(b.first(), b.attempts(), b.due()))
                        .orElse(null));
    }

    private static RouteView view(Route route) {
        return new RouteView(
                route.tags(),
                route.policies().stream().map(PolicyId::text).toList(),
                route.when().orElse(null));
    }

    private static LastView view(Targets.Served served) {
        return new LastView(
                served.run() == 0 ? null : served.run(),
                served.outcome().text(),
                served.sequence(),
                served.at());
    }

    /// Where artifacts would go.
    public record Routed(List<RoutedArtifact> policies) {}

    /// @param environments in the order of promotion
    public record RoutedArtifact(String id, String version, List<RoutedEnvironment> environments) {}

    /// @param targets names of those that would get it
    /// @param others names of those that would not
    public record RoutedEnvironment(
            String environment, List<RoutedTarget> targets, List<RoutedTarget> others) {}

    public record RoutedTarget(String name, String kind) {}

    /// Which targets would get the artifacts.
    ///
    /// @param visible environments that the caller may see
    public Routed route(State state, List<Artifact> artifacts, Predicate<EnvironmentId> visible) {
        return new Routed(
                artifacts.stream()
                        .map(
                                artifact ->
                                        new RoutedArtifact(
                                                artifact.id().text(),
                                                artifact.version().toString(),
                                                state.configuration().inOrder().stream()
                                                        .filter(e -> visible.test(e.id()))
                                                        .map(e -> routed(state, e, artifact))
                                                        .toList()))
                        .toList());
    }

    private RoutedEnvironment routed(State state, Environment environment, Artifact artifact) {
        var all = state.configuration().targetsOf(environment.id());
        return new RoutedEnvironment(
                environment.id().value(),
                targets(all, target -> gets(target, artifact)),
                targets(all, target -> !gets(target, artifact)));
    }

    /// An environment on a release's way.
    ///
    /// @param gate    `person` or `none`
    /// @param closed  why it may not be touched now; null if it may
    /// @param targets that get something of the release
    public record PlannedEnvironment(
            String environment,
            String gate,
            @Nullable ClosedView closed,
            List<PlannedTarget> targets) {}

    /// @param policies how many of the release
    public record PlannedTarget(String name, String kind, int policies) {}

    /// What a release would meet on its way.
    public List<PlannedEnvironment> plan(
            State state, List<EnvironmentId> way, List<Submitted> members, Instant now) {
        return way.stream()
                .flatMap(id -> state.configuration().environment(id).stream())
                .map(
                        environment ->
                                new PlannedEnvironment(
                                        environment.id().value(),
                                        environment.rules().gate() ? "person" : "none",
                                        closed(state.configuration(), environment.id(), now),
                                        planned(state, environment.id(), members)))
                .toList();
    }

    private List<PlannedTarget> planned(
            State state, EnvironmentId environment, List<Submitted> members) {
        return state.configuration().targetsOf(environment).stream()
                .map(
                        target ->
                                new PlannedTarget(
                                        target.id().name(),
                                        target.kind(),
                                        (int)
                                                members.stream()
                                                        .filter(m -> gets(target, m))
                                                        .count()))
                .filter(target -> target.policies() > 0)
                .toList();
    }

    private boolean gets(Target target, Submitted member) {
        return target.route().names(member.key().policy(), member.tags())
                || (target.route().when().isPresent()
                        && routing.selects(
                                target.route(), member.tags(), library.artifact(member)));
    }

    private boolean gets(Target target, Artifact artifact) {
        return routing.selects(target.route(), artifact.tags(), artifact);
    }

    private static List<RoutedTarget> targets(List<Target> all, Predicate<Target> wanted) {
        return all.stream()
                .filter(wanted)
                .map(target -> new RoutedTarget(target.id().name(), target.kind()))
                .toList();
    }
}
