package hms.server.http;

import hms.core.event.Event;
import hms.core.event.LedgerEvent;
import hms.core.event.NoticeEvent;
import hms.core.event.RunEvent;
import hms.core.state.EnvironmentId;
import hms.core.state.RunStatus;
import hms.ledger.write.Committed;
import hms.ledger.write.Writer;
import hms.server.push.Meter;
import hms.server.push.Transport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/// What the server counts, for Prometheus.
final class ServerMetrics implements Meter, AutoCloseable {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Timer live = timer("GET", "/api/policies/{id}", 200);
    private final Timer unchanged = timer("GET", "/api/policies/{id}", 304);
    private final TelemetryMeters telemetry;
    private final Counter commits;
    private final Counter entries;
    private final Counter pushed;
    private final Counter encodings;
    private final Counter hopeless;

    /// Where subscribers are, and how they are told.
    private record Seat(EnvironmentId environment, Transport transport) {}

    private final Map<Seat, AtomicInteger> seats = new ConcurrentHashMap<>();

    /// How a request went, as it is counted. The set is small: a route, a method, a status.
    private record Kind(String method, String route, int status) {}

    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    ServerMetrics(
            Writer writer, Workers workers, Connections connections, TelemetryMeters telemetry) {
        this.telemetry = telemetry;
        telemetry.bindTo(registry);
        commits = Counter.builder("hms.commits").description("Durable batches").register(registry);
        entries = Counter.builder("hms.entries").description("Entries written").register(registry);
        pushed = counter("hms.push.bytes", "Bytes given to subscribers");
        encodings = counter("hms.push.encodings", "Messages to subscribers that were encoded");
        hopeless = counter("hms.push.hopeless", "Subscribers given up because they took nothing");
        gauge("hms.ledger.size", "Entries on the ledger", writer, w -> w.state().size());
        gauge("hms.ledger.epoch", "Epoch of the ledger", writer, w -> w.state().epoch());
        gauge("hms.writer.waiting", "Commands that wait to be written", writer, Writer::waiting);
        gauge(
                "hms.writer.fault",
                "1 while the ledger cannot be written",
                writer,
                w -> w.fault().isPresent() ? 1 : 0);
        gauge("hms.http.connections", "Connections that are open", connections, Connections::size);
        gauge("hms.http.load", "Requests that run or wait", workers, Workers::load);
        gauge(
                "hms.notices.open",
                "Notices that are still to be delivered",
                writer,
                w -> w.state().notices().open().size());
        gauge("hms.policies", "Policies", writer, w -> w.state().policies().byId().size());
        for (var status : RunStatus.values()) {
            if (!status.ended()) {
                Gauge.builder("hms.runs.open", writer, w -> open(w, status))
                        .description("Runs that have not ended")
                        .tag("status", status.text())
                        .register(registry);
            }
        }
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    private static double open(Writer writer, RunStatus status) {
        return writer.state().runs().open().values().stream()
                .filter(run -> run.status() == status)
                .count();
    }

    private Counter counter(String name, String what) {
        return Counter.builder(name).description(what).register(registry);
    }

    private <T> void gauge(String name, String what, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(what).register(registry);
    }

    private Timer timer(String method, String route, int status) {
        return Timer.builder("hms.http.requests")
                .description("Time from a request to its answer")
                .tag("method", method)
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .register(registry);
    }

    /// Counts what a batch did.
    void committed(Committed batch) {
        commits.increment();
        entries.increment(batch.entries().size());
        batch.entries().forEach(entry -> count(entry.event()));
    }

    private void count(Event event) {
        if (event instanceof LedgerEvent.ActRefused e) {
            registry.counter("hms.refusals", "code", e.code()).increment((double) e.count());
        } else if (event instanceof RunEvent.RunEnded e) {
            registry.counter("hms.runs.ended", "status", e.status().text()).increment();
        } else if (event instanceof RunEvent.CanaryJudged e) {
            registry.counter("hms.canary.judged", "verdict", e.verdict().text()).increment();
        } else if (event instanceof NoticeEvent.NoticeDelivered) {
            attempt("delivered");
        } else if (event instanceof NoticeEvent.NoticeAttemptFailed e) {
            attempt(e.next().isPresent() ? "failed" : "given-up");
        }
    }

    private void attempt(String outcome) {
        registry.counter("hms.notices.attempts", "outcome", outcome).increment();
    }

    /// Counts a request.
    ///
    /// @param route template of the route; `other` where there was none
    void answered(String method, String route, int status, long nanos) {
        timers.computeIfAbsent(
                        new Kind(method, route, status),
                        kind -> timer(kind.method(), kind.route(), kind.status()))
                .record(Duration.ofNanos(nanos));
    }

    /// Counts a live value that was answered at once.
    void answeredLive(boolean isUnchanged, long nanos) {
        (isUnchanged ? unchanged : live).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void subscribers(EnvironmentId environment, Transport transport, int by) {
        seats.computeIfAbsent(new Seat(environment, transport), this::taken).addAndGet(by);
    }

    private AtomicInteger taken(Seat seat) {
        var count = new AtomicInteger();
        Gauge.builder("hms.push.subscribers", count, AtomicInteger::get)
                .description("Subscribers that are connected")
                .tag("env", seat.environment().value())
                .tag("transport", seat.transport().name().toLowerCase(Locale.ROOT))
                .register(registry);
        return count;
    }

    @Override
    public void sent(long bytes) {
        pushed.increment((double) bytes);
    }

    @Override
    public void encoded() {
        encodings.increment();
    }

    @Override
    public void hopeless() {
        hopeless.increment();
    }

    String scrape() {
        telemetry.refresh();
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
