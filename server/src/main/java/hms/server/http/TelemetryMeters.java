package hms.server.http;

import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.State;
import hms.runs.telemetry.Telemetry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What subscribers report, for Prometheus: sums, and the canaries that are live.
final class TelemetryMeters {

    private static final int MOST_ROWS = 500;

    private final Telemetry telemetry;
    private final Supplier<State> state;
    private @Nullable MultiGauge subscribers;
    private @Nullable MultiGauge converged;
    private @Nullable MultiGauge canary;

    TelemetryMeters(Telemetry telemetry, Supplier<State> state) {
        this.telemetry = telemetry;
        this.state = state;
    }

    void bindTo(MeterRegistry registry) {
        Gauge.builder("hms.telemetry.reports", telemetry, Telemetry::reports)
                .description("Reports taken since the start")
                .register(registry);
        subscribers =
                MultiGauge.builder("hms.subscribers")
                        .description("Subscribers that are there")
                        .register(registry);
        converged =
                MultiGauge.builder("hms.subscribers.converged")
                        .description("Subscribers that obey all that is in force for them")
                        .register(registry);
        canary =
                MultiGauge.builder("hms.canary")
                        .description("What both sides of a live canary signalled")
                        .register(registry);
    }

    /// Brings what is shown up to date.
    void refresh() {
        var now = state.get();
        var counts = new ArrayList<Row<?>>();
        var alike = new ArrayList<Row<?>>();
        for (var environment : now.configuration().inOrder()) {
            var standing = telemetry.standing(environment.id(), allowed(now, environment.id()));
            var tags = Tags.of("env", environment.id().value());
            counts.add(Row.of(tags, standing.count()));
            alike.add(Row.of(tags, standing.on()));
        }
        var sides = new ArrayList<Row<?>>();
        for (var run : now.runs().open().values()) {
            if (run.baking().isPresent()) {
                figures(sides, now, run);
            }
        }
        Objects.requireNonNull(subscribers).register(counts, true);
        Objects.requireNonNull(converged).register(alike, true);
        Objects.requireNonNull(canary).register(sides, true);
    }

    /// What a subscriber may obey of a policy: what is in force or, if it has one, the canary.
    private static Telemetry.Allowed allowed(State state, EnvironmentId environment) {
        return (policy, digest) -> {
            var history = state.live().history(new Line(environment, policy));
            var live = history.inForce(state.at());
            return live.isEmpty()
                    ? digest.isEmpty() || isCanary(history, digest.get())
                    : digest.isPresent()
                            && (live.get().digest().equals(digest.get())
                                    || isCanary(history, digest.get()));
        };
    }

    private static boolean isCanary(hms.core.state.Live.History history, hms.trust.Digest digest) {
        return history.canary().filter(canary -> canary.digest().equals(digest)).isPresent();
    }

    private void figures(List<Row<?>> rows, State state, Run run) {
        for (var key : run.members()) {
            var live = state.live().history(new Line(run.environment(), key.policy())).canary();
            if (live.isEmpty() || live.get().run() != run.number()) {
                continue;
            }
            for (boolean isCanary : new boolean[] {true, false}) {
                var signals = telemetry.signals(run.number(), key.policy(), isCanary);
                var tags =
                        Tags.of(
                                "policy",
                                key.policy().toString(),
                                "run",
                                Integer.toString(run.number()),
                                "group",
                                isCanary ? "canary" : "baseline");
                rows.add(Row.of(tags.and("signal", "subscribers"), signals.subscribers()));
                rows.add(Row.of(tags.and("signal", "evaluations"), signals.evaluations()));
                rows.add(Row.of(tags.and("signal", "errors"), signals.errors()));
                rows.add(Row.of(tags.and("signal", "alerts"), signals.alertCount()));
                rows.add(Row.of(tags.and("signal", "changes"), signals.changeCount()));
            }
            if (rows.size() > MOST_ROWS) {
                return;
            }
        }
    }
}
