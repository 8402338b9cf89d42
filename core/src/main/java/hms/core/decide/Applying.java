package hms.core.decide;

import hms.core.command.Command;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.Configuration;
import hms.core.state.EnvironmentId;
import hms.core.state.Run;
import hms.core.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which stages of a pipeline a release has: those of the environments on its way, and of those
/// what applies there.
public final class Applying {

    /// The kinds of target that chaos can be made in.
    private static final Set<String> DESTRUCTIBLE = Set.of("local", "kubernetes");

    private Applying() {}

    /// The ids of the stages, if those are not all.
    public static Optional<List<String>> stages(
            State state, Pipeline pipeline, Command.QueueRun c, Instant at) {
        var some =
                pipeline.stages().stream()
                        .filter(s -> applies(state, pipeline, s, c, at))
                        .map(Stage::id)
                        .toList();
        return some.size() == pipeline.stages().size() ? Optional.empty() : Optional.of(some);
    }

    private static boolean applies(
            State state, Pipeline pipeline, Stage stage, Command.QueueRun c, Instant at) {
        var config = state.configuration();
        var where = stage.environmentName().map(EnvironmentId::new).orElse(c.environment());
        if (!isOnTheWay(config, where, c.environment())) {
            return false;
        }
        return switch (stage.uses()) {
            case VALIDATE, PACKAGE, TEST, SIMULATE, SCAN, CHECK, ROLLOUT, ACTIVATE -> true;
            case GATE -> config.environment(where).orElseThrow().rules().gate();
            case APPLY -> !config.targetsOf(where).isEmpty();
            case CHAOS ->
                    config.targetsOf(where).stream().anyMatch(t -> DESTRUCTIBLE.contains(t.kind()));
            case CANARY ->
                    CanaryDecisions.hasMembers(
                            state,
                            new CanaryDecisions.Going(
                                    c.members(), c.options(), c.environment(), where),
                            at,
                            CanaryDecisions.isShadow(stage));
            case PUBLISH, TAG, NOTIFY -> isPublic(config, pipeline, c.environment());
        };
    }

    private static boolean isOnTheWay(
            Configuration config, EnvironmentId where, EnvironmentId destination) {
        var here = config.environment(where);
        var there = config.environment(destination).orElseThrow();
        return where.equals(destination)
                || here.filter(e -> e.position() < there.position()).isPresent();
    }

    /// The public is told of what goes to the last environment, or through a pipeline that an
    /// environment has for itself.
    private static boolean isPublic(
            Configuration config, Pipeline pipeline, EnvironmentId destination) {
        return config.isLast(destination)
                || !config.inOrder().getLast().pipeline().equals(pipeline.name());
    }

    /// Whether a stage of a run delivers to everybody where the run goes.
    static boolean isFinalRollout(Run run, Stage stage) {
        return stage.uses() == StageKind.ROLLOUT
                && run.environmentOf(stage).equals(run.environment());
    }
}
