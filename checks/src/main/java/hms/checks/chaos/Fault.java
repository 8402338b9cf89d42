package hms.checks.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Something bad that is done to a part of the replicas.
public sealed interface Fault {

    /// Which part.
    Pick pick();

    /// What it does, as people read it: `killed`, `made slow: 80% of requests by 900 ms`.
    String words();

    /// Which kind, for programs: `kill`, `latency`, `errors`.
    String kind();

    /// Their processes end at once.
    record Kill(Pick pick) implements Fault {
        @Override
        public String words() {
            return "killed";
        }

        @Override
        public String kind() {
            return "kill";
        }
    }

    /// They answer later.
    ///
    /// @param share of the requests, from 0 to 1
    record Latency(Pick pick, double share, Duration by, Duration during) implements Fault {
        @Override
        public String words() {
            return "slow for %s s: %s of requests take %d ms longer"
                    .formatted(seconds(during), percent(share), by.toMillis());
        }

        @Override
        public String kind() {
            return "latency";
        }
    }

    /// They fail requests.
    ///
    /// @param share of the requests, from 0 to 1
    record Errors(Pick pick, double share, Duration during) implements Fault {
        @Override
        public String words() {
            return "failing for %s s: %s of requests end with an error"
                    .formatted(seconds(during), percent(share));
        }

        @Override
        public String kind() {
            return "errors";
        }
    }

    /// Which replicas: those that are ready, in an order that was drawn before.
    ///
    /// @param order the places of the replicas by name, from 0; each once
    /// @param count how many of them
    record Pick(List<Integer> order, int count) {
        public Pick {
            order = List.copyOf(order);
            if (count < 1) {
                throw new IllegalArgumentException("a fault hits at least one replica");
            }
        }

        /// Those that it hits, of those that there are; empty if none is ready.
        ///
        /// @param sorted by name
        List<Cluster.Replica> of(List<Cluster.Replica> sorted) {
            return order.stream()
                    .filter(place -> place < sorted.size())
                    .map(sorted::get)
                    .filter(Cluster.Replica::ready)
                    .limit(count)
                    .collect(Collectors.toUnmodifiableList());
        }
    }

    private static String percent(double share) {
        return Math.round(share * 100) + "%";
    }

    /// With one decimal: `2.5`.
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }
}
