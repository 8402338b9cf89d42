package hms.server.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Runs what blocks, on virtual threads: so many at once, so many more that wait, and no more.
final class Workers implements Executor, AutoCloseable {

    static final int AT_ONCE = 256;
    static final int WAITING = 4_096;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("hms-http-", 0).factory());
    private final Semaphore taken = new Semaphore(AT_ONCE + WAITING);
    private final Semaphore running = new Semaphore(AT_ONCE);

    /// @throws RejectedExecutionException if too much waits already
    @Override
    public void execute(Runnable task) {
        if (!taken.tryAcquire()) {
            throw new RejectedExecutionException("too many requests wait");
        }
        try {
            threads.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            taken.release();
            throw e;
        }
    }

    private void run(Runnable task) {
        try {
            running.acquire();
            try {
                task.run();
            } finally {
                running.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            taken.release();
        }
    }

    /// How many tasks run or wait.
    int load() {
        return AT_ONCE + WAITING - taken.availablePermits();
    }

    /// Takes nothing more, and waits for what is under way.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
