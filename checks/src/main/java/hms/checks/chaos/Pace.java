package hms.checks.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The time of an experiment, counted from its beginning.
public interface Pace {

    /// How long it has lasted.
    Duration now();

    /// Waits until it has lasted that long; not at all if it has.
    void until(Duration at) throws InterruptedException;

    /// The machine's time, from now on.
    static Pace real() {
        long begin = System.nanoTime();
        return new Pace() {
            @Override
            public Duration now() {
                return Duration.ofNanos(System.nanoTime() - begin);
            }

            @Override
            public void until(Duration at) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(at.minus(now()).toNanos());
            }
        };
    }
}
