package hms.server.http;

import hms.core.command.Caller;
import hms.core.state.State;
import hms.ledger.LogTiles;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.runs.Signatures;
import hms.server.live.LivePolicies;
import hms.server.push.ApprovalPaths;
import hms.server.push.Moment;
import hms.server.push.PolicyFragments;
import hms.server.push.Push;
import hms.server.push.PushLimits;
import hms.server.token.Bearers;
import hms.server.view.CanaryReads;
import hms.server.view.ConfigReads;
import hms.server.view.EnvironmentReads;
import hms.server.view.IdentityReads;
import hms.server.view.LedgerReads;
import hms.server.view.LiveReads;
import hms.server.view.PolicyReads;
import hms.server.view.RehearsalReads;
import hms.server.view.RunReads;
import hms.server.view.Source;
import hms.server.view.TicketReads;
import hms.trust.Verdict;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What requests meet: everything that the server has, wired.
final class Front implements AutoCloseable {

    /// Share of the heap that request bodies may take together, as a divisor.
    private static final long BODY_SHARE = 4;

    private static final long SWEEP_MS = 15_000;

    private final Parts parts;
    private final Vertx vertx;
    private final Workers workers = new Workers();
    private final Bearers bearers;
    private final Now now;
    private final ServerMetrics metrics;
    private final Answering answering;
    private final RunApi runs;
    private final RunStreams streams;
    private final LiveStreams liveStreams;
    private final Routes routes;
    private final LiveFastPath fast;
    private final Router site;
    private final Connections connections = new Connections();
    private final AtomicLong bodyBudget =
            new AtomicLong(Runtime.getRuntime().maxMemory() / BODY_SHARE);

    Front(Parts parts, Sites sites, Vertx vertx, PushLimits limits) {
        this.parts = parts;
        this.vertx = vertx;
        bearers = new Bearers(parts.tokens().reader());
        metrics =
                new ServerMetrics(
                        parts.writer(),
                        workers,
                        connections,
                        new TelemetryMeters(parts.telemetry(), parts.writer()::state));
        parts.feed().onCommit(metrics::committed);
        now = new Now(parts.clock());
        var date = new HttpDate(parts.clock());
        answering = new Answering(date);
        var source = parts.source();
        var liveReads = new LiveReads(source.library(), source.publicUrl());
        var live = new LivePolicies(liveReads);
        var ledger = new LedgerReads(source);
        var runReads = new RunReads(source);
        var environments = new EnvironmentReads(source.library());
        runs = new RunApi(source, runReads, parts.intake());
        streams = new RunStreams(source, runReads, parts.feed(), workers, answering);
        var push = push(source, parts, limits);
        liveStreams = new LiveStreams(push, answering, connections, this::bearer);
        routes =
                new Routes(
                        new Apis(
                                new PolicyApi(
                                        liveReads,
                                        live,
                                        new PolicyReads(source, liveReads, ledger)),
                                new RehearsalApi(new RehearsalReads(source.library())),
                                new ReleaseApi(parts.intake(), environments),
                                new PackageApi(parts.intake()),
                                new EnvironmentApi(environments, parts.intake()),
                                new ConfigurationApi(
                                        new ConfigReads(source.library()),
                                        parts.intake(),
                                        parts.launch()),
                                new TargetApi(parts.handedOut()),
                                runs,
                                new CanaryApi(
                                        source,
                                        runs,
                                        new CanaryReads(source, runReads, parts.telemetry()),
                                        parts.canaries()),
                                new TelemetryApi(parts.telemetry(), parts.writer()),
                                new TicketApi(
                                        source, new TicketReads(source, runReads), parts.intake()),
                                new IdentityApi(
                                        new IdentityReads(source.library()),
                                        parts.intake(),
                                        parts.tokens()),
                                new LedgerApi(source, ledger),
                                new StreamApi(),
                                new SystemApi(parts.writer(), metrics)));
        fast = new LiveFastPath(source.state(), live, bearers, now, date, metrics);
        site = site(sites);
        vertx.setPeriodic(SWEEP_MS, _ -> connections.sweep());
    }

    private Push push(Source source, Parts parts, PushLimits limits) {
        var signatures = new Signatures(source.library(), BouncyCastleEd25519.verifier());
        var push =
                new Push(
                        new Push.Ledgerside(
                                present(),
                                new PolicyFragments(
                                        source.library(),
                                        new ApprovalPaths(signatures),
                                        source.publicUrl()),
                                new LogTiles(source.ledger())::consistencyProof,
                                workers),
                        bearers,
                        parts.clock(),
                        metrics,
                        limits);
        parts.feed().onCommit(batch -> push.committed(new Moment(batch.after(), batch.head())));
        push.committed(present());
        return push;
    }

    private Verdict<Bearers.Bearer> bearer(String token) {
        var state = state();
        return bearers.bearer(token, state, now(state));
    }

    /// A state with the head that belongs to it, while others write.
    private Moment present() {
        while (true) {
            var state = parts.writer().state();
            var head = parts.source().ledger().head();
            if (head.size() == state.size()) {
                return new Moment(state, head);
            }
            Thread.onSpinWait();
        }
    }

    private Router site(Sites sites) {
        var router = Router.router(vertx);
        sites.mount(router, workers);
        router.errorHandler(404, context -> nothingThere(context.request()));
        router.errorHandler(
                405,
                context ->
                        problem(
                                context.request(),
                                Problem.of(
                                                405,
                                                "method-not-allowed",
                                                "This page is only read.",
                                                "Use GET.")
                                        .header("Allow", "GET, HEAD")));
        router.errorHandler(
                500, context -> problem(context.request(), unexpected(context.failure())));
        return router;
    }

    private static Problem unexpected(@Nullable Throwable failure) {
        return Problems.of(failure == null ? new IllegalStateException("a page failed") : failure);
    }

    private void nothingThere(HttpServerRequest request) {
        problem(
                request,
                Problems.notFound(
                        "no-such-address",
                        "This address leads nowhere.",
                        "/openapi.yaml describes what there is."));
    }

    private void problem(HttpServerRequest request, Problem problem) {
        answering.send(request, Response.of(problem));
    }

    /// Takes note of a connection.
    void connected(HttpConnection connection) {
        connections.opened(connection);
    }

    /// Takes a request, on its event loop.
    void handle(HttpServerRequest request) {
        connections.heard(request.connection());
        if (!fast.answers(request)) {
            var context = Objects.requireNonNull(Vertx.currentContext(), "an event loop");
            new Exchange(this, request, context).begin();
        }
    }

    /// Answers what is not HTTP as it should be, where an answer can still be given.
    void handleMalformed(HttpServerRequest request) {
        var cause = request.decoderResult() == null ? null : request.decoderResult().cause();
        problem(request, malformed(cause));
        request.connection().close();
    }

    private static Problem malformed(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(
                    414,
                    "address-too-long",
                    "The address is longer than this server reads.",
                    "Put long content into a body.");
        }
        if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            return Problem.of(
                    431,
                    "headers-too-large",
                    "The headers are larger than this server reads.",
                    "Send fewer or shorter ones.");
        }
        return Problems.malformed(
                "malformed-http", "The request is not proper HTTP/1.1.", "Use an HTTP client.");
    }

    /// Puts a refusal on record that was given here.
    void record(Caller caller, String code, String subject) {
        parts.intake().refuse(caller, code, subject);
    }

    /// The present, as answers made from the state use it.
    Instant now(State state) {
        return now.in(state);
    }

    State state() {
        return parts.writer().state();
    }

    CommitFeed feed() {
        return parts.feed();
    }

    Vertx vertx() {
        return vertx;
    }

    Workers workers() {
        return workers;
    }

    Bearers bearers() {
        return bearers;
    }

    ServerMetrics metrics() {
        return metrics;
    }

    Answering answering() {
        return answering;
    }

    RunApi runs() {
        return runs;
    }

    RunStreams streams() {
        return streams;
    }

    LiveStreams liveStreams() {
        return liveStreams;
    }

    Routes routes() {
        return routes;
    }

    Connections connections() {
        return connections;
    }

    Router site() {
        return site;
    }

    AtomicLong bodyBudget() {
        return bodyBudget;
    }

    /// Ends the streams, so that connections can end.
    void endStreams() {
        streams.close();
        liveStreams.close();
    }

    @Override
    public void close() {
        workers.close();
        metrics.close();
    }
}
