package hms.runs.telemetry;

import hms.artifact.Context;
import hms.artifact.PolicyId;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of one subscriber. Guarded by itself.
final class Subscriber {

    /// So many intervals without a report, and it counts as silent.
    private static final int MISSED = 3;

    private static final Duration LEAST = Duration.ofSeconds(5);

    private Context reader;
    private long sequence = -1;
    private Instant heard = Instant.MIN;
    private Duration interval = Duration.ZERO;
    private boolean left;
    private Map<PolicyId, Optional<Digest>> obeys = Map.of();
    private final Map<PolicyId, Trial> trials = new HashMap<>();

    private record Trial(Report.Trial group, Report.Counters last) {}

    Subscriber(Context reader) {
        this.reader = reader;
    }

    /// A subscriber as it was at one moment.
    ///
    /// @param interval after which the next report was due
    /// @param left whether it took leave
    record Seen(
            Context reader,
            Instant heard,
            Duration interval,
            boolean left,
            Map<PolicyId, Optional<Digest>> obeys,
            Map<PolicyId, Report.Trial> groups) {

        boolean isSilent(Instant now) {
            return !left && heard.plus(patience(interval)).isBefore(now);
        }

        /// Whether a report is overdue, though not for so long that it counts as silent.
        boolean isLate(Instant now) {
            return isPresent(now)
                    && heard.plus(interval.multipliedBy(2)).plusMillis(500).isBefore(now);
        }

        boolean isPresent(Instant now) {
            return !left && !isSilent(now);
        }

        /// Whether its reports came as they should at the instant.
        boolean wasWellAt(Instant then) {
            return !heard.isBefore(
                    then.minus(interval.multipliedBy(5).dividedBy(4)).minusSeconds(1));
        }
    }

    synchronized Seen seen() {
        var groups = new HashMap<PolicyId, Report.Trial>();
        trials.forEach((policy, trial) -> groups.put(policy, trial.group()));
        return new Seen(reader, heard, interval, left, obeys, groups);
    }

    synchronized Instant heard() {
        return heard;
    }

    synchronized boolean left() {
        return left;
    }

    /// How many policies it has.
    synchronized int size() {
        return obeys.size();
    }

    interface Growth {
        /// @param joined whether it is the first word of this subscriber on this side
        void grew(PolicyId policy, Report.Trial group, Report.Counters more, boolean joined);
    }

    /// Takes a report, unless it is older than what is known.
    ///
    /// @param next when the next report is asked for
    synchronized boolean take(Report report, Instant at, Duration next, Growth growth) {
        boolean again = !left && sequence >= 0 && heard.plus(patience(interval)).isAfter(at);
        if (report.sequence() <= sequence && again) {
            return false;
        }
        sequence = report.sequence();
        reader = report.reader();
        heard = at;
        interval = next;
        left = report.leaving();
        var now = new HashMap<PolicyId, Optional<Digest>>();
        for (var use : report.uses()) {
            now.put(use.policy(), use.digest());
            use.trial().ifPresent(group -> take(use, group, growth));
        }
        obeys = Map.copyOf(now);
        trials.keySet().retainAll(now.keySet());
        return true;
    }

    private static Duration patience(Duration interval) {
        var missed = interval.multipliedBy(MISSED);
        return missed.compareTo(LEAST) > 0 ? missed : LEAST;
    }

    private void take(Report.Use use, Report.Trial group, Growth growth) {
        var before = trials.put(use.policy(), new Trial(group, use.counters()));
        if (before == null || before.group().run() != group.run()) {
            growth.grew(use.policy(), group, use.counters(), true);
        } else {
            growth.grew(
                    use.policy(),
                    group,
                    use.counters().since(before.last()),
                    !before.group().equals(group));
        }
    }
}
