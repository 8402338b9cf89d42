package hms.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// How an event stream behaves when its connection breaks.
///
/// @param quiet how long nothing may arrive before the connection counts as broken
/// @param patience how long it keeps trying after the last sign of life
/// @param random evenly spread in [0, 1), so that clients which broke together do not return
///     together
/// @param nanos a clock that only goes forward
/// @param pause lets time pass
record Reconnect(
        Duration quiet, Duration patience, DoubleSupplier random, LongSupplier nanos, Pause pause) {

    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /// Lets time pass.
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    static Reconnect standard() {
        return new Reconnect(
                Duration.ofSeconds(45),
                Duration.ofMinutes(2),
                () -> ThreadLocalRandom.current().nextDouble(),
                System::nanoTime,
                time -> Thread.sleep(time.toMillis()));
    }

    /// The same with another patience.
    Reconnect patience(Duration time) {
        return new Reconnect(quiet, time, random, nanos, pause);
    }

    /// The same with another source of randomness.
    Reconnect random(DoubleSupplier source) {
        return new Reconnect(quiet, patience, source, nanos, pause);
    }

    /// The wait before a new connection: twice as long with each that failed, spread over its upper
    /// half, and never shorter than the server asked for.
    ///
    /// @param failures how many connections have failed in a row; 0 where one just ended
    Duration delay(int failures, Duration asked) {
        var doubled = SHORTEST.multipliedBy(1L << Math.min(failures, 10));
        var nominal = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        var spread =
                Duration.ofMillis(
                        Math.round(nominal.toMillis() * (0.5 + random.getAsDouble() / 2)));
        return spread.compareTo(asked) < 0 ? asked : spread;
    }

    /// The wait before a new connection where thousands may have lost theirs at once: spread over
    /// all of a span that doubles with each failure, and never shorter than the server asked for.
    ///
    /// @param failures how many connections have failed in a row
    Duration spread(int failures, Duration asked) {
        var doubled = SHORTEST.multipliedBy(1L << Math.min(failures, 10));
        var span = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return asked.plus(Duration.ofMillis(Math.round(span.toMillis() * random.getAsDouble())));
    }
}
