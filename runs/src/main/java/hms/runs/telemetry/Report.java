package hms.runs.telemetry;

import hms.artifact.Context;
import hms.artifact.PolicyId;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One report of one subscriber (`docs/stream.md`). Its counters are cumulative, so that one that
/// is lost or comes twice does no harm.
///
/// @param instance what tells this subscriber from every other
/// @param sequence grows with each report
/// @param reader its key and attributes, by which canaries select
/// @param revision what it has of the stream, `EPOCH.SIZE`
/// @param skewMs by how much its clock is ahead of the server's
/// @param stale whether it knows that it may be behind
/// @param leaving whether this is its last
/// @param uses every policy that it uses
public record Report(
        String instance,
        long sequence,
        Context reader,
        EnvironmentId environment,
        Optional<String> revision,
        long skewMs,
        boolean stale,
        boolean leaving,
        List<Use> uses) {

    public static final int MAX_INSTANCE = 100;
    public static final int MAX_ATTRIBUTES = 32;
    public static final int MAX_POLICIES = 1_000;
    public static final int MAX_KINDS = 64;
    public static final int MAX_KIND = 300;

    /// No counter goes beyond what a double holds exactly.
    public static final long MAX_COUNT = 1L << 53;

    public Report {
        uses = List.copyOf(uses);
        require(!instance.isEmpty() && instance.length() <= MAX_INSTANCE, "instance");
        require(sequence >= 0, "sequence");
        require(reader.attributes().size() <= MAX_ATTRIBUTES, "attributes");
        require(uses.size() <= MAX_POLICIES, "policies");
    }

    /// How a subscriber fares with one policy.
    ///
    /// @param digest the version that it obeys; absent if none is in force
    /// @param trial on which side of a canary it is, if there is one; the counters then begin with
    ///     that
    public record Use(
            PolicyId policy, Optional<Digest> digest, Optional<Trial> trial, Counters counters) {}

    /// @param run the run that watches the canary
    /// @param canary whether the subscriber has the new version
    public record Trial(int run, boolean canary) {}

    /// @param asked evaluations by rule, if the subscriber says so
    public record Counters(
            long evaluations,
            long errors,
            long micros,
            Map<String, Long> alerts,
            long compared,
            Map<String, Long> changes,
            Map<String, Long> asked) {

        static final Counters ZERO = new Counters(0, 0, 0, Map.of(), 0, Map.of(), Map.of());

        public Counters {
            alerts = checked(alerts, "alerts");
            changes = checked(changes, "changes");
            asked = checked(asked, "asked");
            requireCount(evaluations, "evaluations");
            requireCount(errors, "errors");
            requireCount(micros, "micros");
            requireCount(compared, "compared");
        }

        private static Map<String, Long> checked(Map<String, Long> counts, String name) {
            require(counts.size() <= MAX_KINDS, name);
            for (var count : counts.entrySet()) {
                require(count.getKey().length() <= MAX_KIND, name);
                requireCount(count.getValue(), name);
            }
            return Map.copyOf(counts);
        }

        /// What came since. Counters that went down belong to one that began anew.
        Counters since(Counters before) {
            if (evaluations < before.evaluations
                    || errors < before.errors
                    || micros < before.micros
                    || compared < before.compared) {
                return this;
            }
            return new Counters(
                    evaluations - before.evaluations,
                    errors - before.errors,
                    micros - before.micros,
                    since(alerts, before.alerts),
                    compared - before.compared,
                    since(changes, before.changes),
                    since(asked, before.asked));
        }

        private static Map<String, Long> since(Map<String, Long> now, Map<String, Long> before) {
            if (now.isEmpty() || before.isEmpty()) {
                return now;
            }
            var more = new HashMap<String, Long>();
            now.forEach(
                    (kind, count) -> {
                        long added = count - before.getOrDefault(kind, 0L);
                        if (added > 0) {
                            more.put(kind, added);
                        }
                    });
            return more;
        }

        long alertCount() {
            return alerts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static void requireCount(long count, String name) {
        require(count >= 0 && count <= MAX_COUNT, name);
    }

    private static void require(boolean holds, String name) {
        if (!holds) {
            throw new IllegalArgumentException("a report's " + name + " is beyond its limits");
        }
    }
}
