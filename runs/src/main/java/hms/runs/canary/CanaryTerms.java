package hms.runs.canary;

import hms.artifact.Selector;
import hms.checks.canary.Terms;
import hms.core.pipeline.Stage;
import hms.core.pipeline.file.Percent;
import hms.core.pipeline.file.Times;
import hms.core.state.Run;
import java.time.Duration;
import java.util.Optional;

/// What a stage of a pipeline, and the run, say about a canary.
public final class CanaryTerms {

    private static final Selector USUAL_SCOPE = Selector.GLOBAL.withBuckets(500);
    private static final Duration USUAL_BAKE = Duration.ofMinutes(5);

    private CanaryTerms() {}

    /// For whom it is to be.
    public static Selector scope(Run run, Stage stage) {
        return run.options()
                .canary()
                .or(() -> option(stage, "scope").flatMap(Selector::parse))
                .orElse(USUAL_SCOPE);
    }

    /// For how long it is watched.
    public static Duration bake(Run run, Stage stage) {
        return run.options()
                .bake()
                .or(() -> option(stage, "bake").flatMap(Times::parse))
                .orElse(USUAL_BAKE);
    }

    static Terms of(Stage stage) {
        return new Terms(
                whole(stage, "minimum", Terms.USUAL.minimum()),
                whole(stage, "alerts", Terms.USUAL.alerts()),
                option(stage, "errors").flatMap(Percent::parse).orElse(Terms.USUAL.errors()),
                whole(stage, "slower", Terms.USUAL.slower()));
    }

    private static long whole(Stage stage, String name, long usual) {
        return option(stage, name)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Math.max(1, Long.parseLong(text)))
                .orElse(usual);
    }

    private static Optional<String> option(Stage stage, String name) {
        return Optional.ofNullable(stage.options().get(name));
    }
}
