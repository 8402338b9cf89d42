package hms.bench;

import java.util.Arrays;
import java.util.Locale;

/// Durations in order.
///
/// @param sorted in nanoseconds
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Quantiles(long[] sorted) {
    Quantiles {
        sorted = sorted.clone();
        Arrays.sort(sorted);
    }

    /// The duration that so many of a hundred do not go beyond, in milliseconds.
    double atMs(int percent) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)]
                / 1e6;
    }

    /// Such as `p50    0.20   p99    1.10   max    1.90`.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %8.2f   p99 %8.2f   max %8.2f", atMs(50), atMs(99), atMs(100));
    }
}
