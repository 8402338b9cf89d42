package hms.runs.notice;

import java.time.Duration;
import java.util.Optional;

/// When to send a notice again: five seconds after the first failure, then twice as long each time
/// up to three hours, each spread by a quarter either way so that recipients that were away
/// together are not called together; for [#PATIENCE], and with a last attempt at its very end.
public final class BackOff {

    /// How long after the first attempt a notice is given up.
    public static final Duration PATIENCE = Duration.ofHours(24);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(3);
    private static final int DOUBLINGS_TO_LONGEST = 12;

    private BackOff() {}

    /// How long to wait after a failed attempt.
    ///
    /// @param failures how many attempts have failed, 1 or more
    /// @param sinceFirst how long ago the first attempt was made
    /// @param atLeast how long the recipient asked to be left alone; zero if it did not
    /// @param random evenly spread in [0, 1)
    /// @return the wait, or empty where it is time to give up
    public static Optional<Duration> next(
            int failures, Duration sinceFirst, Duration atLeast, double random) {
        if (failures < 1 || !(random >= 0 && random < 1)) {
            throw new IllegalArgumentException(
                    "Needs at least one failure and a random number in [0, 1), not %d and %s"
                            .formatted(failures, random));
        }
        var left = PATIENCE.minus(sinceFirst);
        if (left.isZero() || left.isNegative()) {
            return Optional.empty();
        }
        var wait = longer(spread(nominal(failures), random), atLeast);
        return Optional.of(wait.compareTo(left) < 0 ? wait : left);
    }

    private static Duration nominal(int failures) {
        if (failures > DOUBLINGS_TO_LONGEST) {
            return LONGEST;
        }
        var doubled = FIRST.multipliedBy(1L << (failures - 1));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private static Duration spread(Duration nominal, double random) {
        return Duration.ofMillis(Math.round(nominal.toMillis() * (0.75 + random / 2)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
