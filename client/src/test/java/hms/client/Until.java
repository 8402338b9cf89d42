package hms.client;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a deadline.
final class Until {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private Until() {}

    static void is(BooleanSupplier condition) {
        var end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the condition did not come true within " + DEADLINE);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}
