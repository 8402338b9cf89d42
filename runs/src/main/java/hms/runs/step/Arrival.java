package hms.runs.step;

import hms.core.event.EventCodec;
import hms.core.state.ArtifactKey;
import hms.runs.telemetry.Telemetry.Convergence;
import hms.runs.telemetry.Telemetry.Laggard;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How far a release has come: how many of the subscribers that use its policies obey it.
///
/// @param share how many have to, from 0 to 1
record Arrival(BigDecimal share, List<Reached> members) {

    private static final int NAMED = 5;

    Arrival {
        members = List.copyOf(members);
    }

    record Reached(ArtifactKey key, Convergence convergence) {
        boolean isEnough(BigDecimal share) {
            return BigDecimal.valueOf(convergence.on())
                            .compareTo(share.multiply(BigDecimal.valueOf(convergence.count())))
                    >= 0;
        }

        /// As in `9,998 of 10,000 on 2.0.0`.
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%,d of %,d on %s",
                    convergence.on(),
                    convergence.count(),
                    key.version());
        }
    }

    boolean isComplete() {
        return members.stream().allMatch(member -> member.isEnough(share));
    }

    /// Whether there is a policy that nobody has said to use.
    boolean isUnheardOf() {
        return members.stream().anyMatch(member -> member.convergence().count() == 0);
    }

    String summary() {
        if (members.isEmpty()) {
            return "delivered ahead of its instant";
        }
        var worst = worst();
        return worst.convergence().count() == 0
                ? "no subscriber uses " + worst.key().policy() + " yet"
                : worst.text();
    }

    /// Why it does not do.
    String complaint() {
        var worst = worst();
        return worst.text()
                + " in time; behind are "
                + worst.convergence().laggards().stream()
                        .limit(NAMED)
                        .map(Arrival::name)
                        .collect(Collectors.joining(", "))
                + (worst.convergence().count() - worst.convergence().on() > NAMED ? ", …" : "");
    }

    private static String name(Laggard laggard) {
        return laggard.key() + (laggard.silent() ? " (silent)" : "");
    }

    private Reached worst() {
        return members.stream()
                .max(
                        Comparator.comparingLong(
                                member -> member.convergence().count() - member.convergence().on()))
                .orElseThrow();
    }

    byte[] json() {
        return EventCodec.mapper().writeValueAsBytes(this);
    }
}
