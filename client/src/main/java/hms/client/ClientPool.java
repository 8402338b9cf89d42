package hms.client;

import hms.client.live.Library;
import hms.client.live.Timer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What many clients in one process may share: one HTTP client, one timer thread, a few workers,
/// and what is known about bytes. A client that is given none has one of its own.
public final class ClientPool implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ScheduledThreadPoolExecutor timerThread;
    private final ThreadPoolExecutor workers;
    private final HttpClient http;
    private final Library library = Library.create();

    private ClientPool(int threads) {
        var name = "hms-client-" + NUMBER.incrementAndGet();
        timerThread = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
        timerThread.setRemoveOnCancelPolicy(true);
        workers =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        daemons(name + "-worker"));
        workers.allowCoreThreadTimeOut(true);
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .executor(workers)
                        .build();
    }

    /// A pool with twice as many workers as there are processors, at least four.
    public static ClientPool create() {
        return new ClientPool(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
    }

    /// A pool with this many workers, at least two.
    public static ClientPool create(int workers) {
        return new ClientPool(Math.max(2, workers));
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    HttpClient http() {
        return http;
    }

    Executor workers() {
        return workers;
    }

    Library library() {
        return library;
    }

    /// A timer for what may take a while: it is done by the workers, so that nothing holds up what
    /// has to happen at its instant.
    Timer background() {
        var exact = timer();
        return (delay, task) -> exact.after(delay, () -> workers.execute(task));
    }

    /// The timer on its one thread, for what is done in no time.
    Timer timer() {
        return (delay, task) -> {
            var future = timerThread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        };
    }

    /// Ends its threads. Clients that use it have to be closed before.
    @Override
    public void close() {
        timerThread.shutdownNow();
        workers.shutdown();
    }
}
