package hms.server.http;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what is sure to come.
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_NANOS = 2_000_000;

    private Eventually() {}

    static void holds(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come in " + PATIENCE);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
