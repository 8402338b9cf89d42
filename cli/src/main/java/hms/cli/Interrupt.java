package hms.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C as the ordinary end of a command that would go on for ever: the command is told, ends as
/// it should, and the exit code is 0.
final class Interrupt implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private Interrupt(Runnable stop) {
        hook =
                Thread.ofPlatform()
                        .unstarted(
                                () -> {
                                    stop.run();
                                    await();
                                    Runtime.getRuntime().halt(ExitCode.DONE);
                                });
    }

    /// @param stop makes the command come to its end; called on another thread
    static Interrupt calls(Runnable stop) {
        var interrupt = new Interrupt(stop);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    private void await() {
        try {
            if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("hms: not everything could be closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The command has ended.
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // it is running: the process ends with it
        }
    }
}
