package hms.runs.canary;

import hms.checks.canary.Check;
import hms.core.pipeline.Stage;
import hms.core.state.Run;
import hms.runs.port.HealthHook;
import hms.runs.port.HealthQuery;
import hms.runs.port.HealthReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks those outside whom a stage names, every few seconds and beside the looks: who answers
/// slowly must not hold up that a canary is withdrawn.
public final class Outsiders {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int KEPT = 256;

    private final HealthQuery query;
    private final HealthHook hook;
    private final Executor executor;
    private final Map<Question, Asked> asked = new HashMap<>();

    private record Question(int run, String stage, String check) {}

    /// @param when it was asked last
    /// @param answered when what is known was asked
    private record Asked(
            Instant when,
            boolean underWay,
            @Nullable Instant answered,
            @Nullable HealthReading reading) {}

    /// @param executor runs the asking
    public Outsiders(HealthQuery query, HealthHook hook, Executor executor) {
        this.query = query;
        this.hook = hook;
        this.executor = executor;
    }

    /// Whether the stage names anybody, and, if so, what they say.
    ///
    /// @param until when the watching ends; what was said before does not count for the end
    List<Check> checks(Run run, Stage stage, Instant until, Instant now) {
        var checks = new ArrayList<Check>();
        var server = stage.options().get("prometheus");
        var condition = stage.options().get("query");
        if (server != null && condition != null) {
            var question = new Question(run.number(), stage.id(), "prometheus");
            checks.add(check(question, () -> query.ask(server, condition), until, now));
        } else if (server != null || condition != null) {
            checks.add(
                    Check.unclear(
                            "prometheus",
                            "the stage names "
                                    + (server == null ? "a query and no" : "no query for its")
                                    + " prometheus; it takes both"));
        }
        var url = stage.options().get("webhook");
        if (url != null) {
            var question = new Question(run.number(), stage.id(), "webhook");
            var about =
                    "{\"run\":%d,\"stage\":\"%s\",\"env\":\"%s\"}"
                            .formatted(run.number(), stage.id(), run.environmentOf(stage));
            checks.add(check(question, () -> hook.ask(url, about), until, now));
        }
        return checks;
    }

    /// Whether it is worth to wait a little longer for an answer that counts for the end.
    boolean isExpected(Run run, Stage stage, Instant until, Instant now) {
        boolean named =
                stage.options().containsKey("prometheus") || stage.options().containsKey("webhook");
        return named
                && now.isBefore(until.plus(PATIENCE))
                && !checks(run, stage, until, now).stream()
                        .allMatch(check -> check.state() == Check.State.OK);
    }

    private Check check(
            Question question, Supplier<HealthReading> ask, Instant until, Instant now) {
        boolean due;
        synchronized (asked) {
            var known = asked.get(question);
            due =
                    known == null
                            || (!known.underWay()
                                    && (!known.when().plus(EVERY).isAfter(now)
                                            || (known.when().isBefore(until)
                                                    && !now.isBefore(until))));
            if (due) {
                if (known == null && asked.size() >= KEPT) {
                    asked.clear();
                }
                asked.put(
                        question,
                        new Asked(
                                now,
                                true,
                                known == null ? null : known.answered(),
                                known == null ? null : known.reading()));
            }
        }
        if (due) {
            executor.execute(() -> answered(question, now, reading(ask)));
        }
        synchronized (asked) {
            return check(question.check(), Optional.ofNullable(asked.get(question)), until, now);
        }
    }

    private static HealthReading reading(Supplier<HealthReading> ask) {
        try {
            return ask.get();
        } catch (RuntimeException e) {
            System.getLogger("hms.runs")
                    .log(System.Logger.Level.WARNING, "a health check failed", e);
            return new HealthReading.Unknown("could not be asked: " + e.getMessage());
        }
    }

    private void answered(Question question, Instant when, HealthReading reading) {
        synchronized (asked) {
            asked.put(question, new Asked(when, false, when, reading));
        }
    }

    private static Check check(String name, Optional<Asked> asked, Instant until, Instant now) {
        var answered = asked.map(Asked::answered).orElse(null);
        var reading = asked.map(Asked::reading).orElse(null);
        if (answered == null || reading == null) {
            return Check.waiting(name, name + " has not answered yet");
        }
        boolean counts = now.isBefore(until) || !answered.isBefore(until);
        return switch (reading) {
            case HealthReading.Well well ->
                    counts
                            ? Check.ok(name, well.said())
                            : Check.waiting(name, well.said() + "; asked once more at the end");
            case HealthReading.Ill ill -> Check.failing(name, ill.said());
            case HealthReading.Unknown unknown -> Check.waiting(name, unknown.said());
        };
    }
}
