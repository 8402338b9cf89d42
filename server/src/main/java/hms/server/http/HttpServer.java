package hms.server.http;

import hms.server.push.PushLimits;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The HTTP server: event loops that read requests and answer what is ready, workers for all else.
///
/// Listens without TLS, for this machine or for a proxy that ends it.
public final class HttpServer implements AutoCloseable {

    static final int LONGEST_LINE = 8_192;
    static final int LARGEST_HEADERS = 16_384;

    private static final int BACKLOG = 4_096;
    /// Longer than the longest wait for a result; idle connections are ended earlier, see
    /// [Connections].
    private static final int IDLE_SECONDS = 180;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Front front;
    private final List<io.vertx.core.http.HttpServer> listening = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int port;

    /// @param sites pages beside the API
    public HttpServer(Parts parts, Sites sites) {
        this(parts, sites, PushLimits.USUAL);
    }

    HttpServer(Parts parts, Sites sites, PushLimits limits) {
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setPreferNativeTransport(true)
                                .setEventLoopPoolSize(loops())
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(2)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setFileCachingEnabled(false)
                                                .setClassPathResolvingEnabled(false)));
        front = new Front(parts, sites, vertx, limits);
    }

    private static int loops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    /// Begins to listen.
    ///
    /// @param wanted 0 for any port that is free
    /// @return the port
    /// @throws IllegalStateException if the port cannot be had; says why
    public int start(int wanted, String host) {
        // a negative number stands for one free port that all loops share
        int shared = wanted == 0 ? -1 : wanted;
        try {
            await(
                    vertx.deployVerticle(
                            () -> new Loop(shared, host),
                            new DeploymentOptions().setInstances(loops())));
            port = listening.getFirst().actualPort();
            return port;
        } catch (CompletionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    "could not listen on "
                            + host
                            + ":"
                            + wanted
                            + ": "
                            + cause.getMessage()
                            + "; stop what listens there, or choose another --port",
                    cause);
        }
    }

    public int port() {
        return port;
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /// One event loop that takes connections of the port.
    private final class Loop extends AbstractVerticle {

        private final int wanted;
        private final String host;

        Loop(int wanted, String host) {
            this.wanted = wanted;
            this.host = host;
        }

        @Override
        public void start(Promise<Void> started) {
            var http =
                    vertx.createHttpServer(options())
                            .connectionHandler(front::connected)
                            .requestHandler(front::handle)
                            .invalidRequestHandler(front::handleMalformed);
            http.listen(wanted, host)
                    .onSuccess(_ -> listening.add(http))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    /// All there is to ask.
    Routes routes() {
        return front.routes();
    }

    /// Takes no more requests, lets those under way end, and closes.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        front.endStreams();
        var closing =
                listening.stream()
                        .map(one -> one.shutdown(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .toList();
        closing.forEach(one -> one.toCompletionStage().toCompletableFuture().join());
        front.close();
        await(vertx.close());
    }
}
