package hms.minicluster;

import java.time.Duration;

/// How long a replica that died stays away. One that did its work comes back at once; one that dies
/// again and again without ever doing any, less and less often.
final class BackOff {
    /// So long has one to have been ready to count as one that works.
    static final Duration SETTLED = Duration.ofSeconds(5);

    private static final Duration LEAST = Duration.ofMillis(200);
    private static final Duration MOST = Duration.ofSeconds(30);

    private int failures;

    /// A replica died.
    ///
    /// @param ready for how long it could answer
    /// @param wanted whether it was killed by somebody who asked for that here
    /// @return how long to wait before the next
    Duration died(Duration ready, boolean wanted) {
        if (wanted || ready.compareTo(SETTLED) >= 0) {
            failures = 0;
            return Duration.ZERO;
        }
        failures++;
        var wait = LEAST.multipliedBy(1L << Math.min(failures - 1, 10));
        return wait.compareTo(MOST) < 0 ? wait : MOST;
    }
}
