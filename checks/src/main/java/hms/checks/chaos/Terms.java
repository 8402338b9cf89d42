package hms.checks.chaos;

import java.time.Duration;

/// When a cluster counts as having held.
///
/// @param every how often the front is asked
/// @param health more than this share of the probes has to be answered, from 0 to 1
/// @param sample at least this share of the probes that should have been made was made
/// @param look how often the replicas are counted
/// @param grace how long what was killed may take to come back after the end
public record Terms(Duration every, double health, double sample, Duration look, Duration grace) {

    /// 20 probes a second; healthy above 99 %.
    public static final Terms USUAL =
            new Terms(
                    Duration.ofMillis(50),
                    0.99,
                    0.8,
                    Duration.ofMillis(250),
                    Duration.ofSeconds(20));

    public Terms {
        if (!every.isPositive() || !look.isPositive()) {
            throw new IllegalArgumentException("probes and looks take time");
        }
    }

    /// How many probes there are to be in a time.
    long expected(Duration time) {
        return time.dividedBy(every);
    }
}
