package hms.minicluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// What is to go wrong between the front and the replicas, for how long. Each ends by itself, so
/// that nobody who asked for one and died leaves it behind.
final class Faults {
    private final LongSupplier nanos;
    private final DoubleSupplier random;
    private List<Rule> rules = List.of();

    /// @param nanos a time that only goes forward
    /// @param random from 0 to 1
    Faults(LongSupplier nanos, DoubleSupplier random) {
        this.nanos = nanos;
        this.random = random;
    }

    /// What happens to a request on its way.
    sealed interface Effect {
        record Delay(Duration by) implements Effect {}

        record Failure() implements Effect {}
    }

    private record Rule(Set<String> replicas, double share, Effect effect, long until) {}

    /// @param replicas their names
    /// @param share of the requests to them, from 0 to 1
    synchronized void add(Set<String> replicas, double share, Effect effect, Duration during) {
        long now = nanos.getAsLong();
        var next = new ArrayList<>(rules);
        next.removeIf(rule -> rule.until() - now <= 0);
        next.add(new Rule(Set.copyOf(replicas), share, effect, now + during.toNanos()));
        rules = List.copyOf(next);
    }

    synchronized void clear() {
        rules = List.of();
    }

    private synchronized List<Rule> rules() {
        return rules;
    }

    /// How many there are now.
    int count() {
        long now = nanos.getAsLong();
        return (int) rules().stream().filter(rule -> rule.until() - now > 0).count();
    }

    /// What happens to a request that goes to a replica now, if anything.
    Optional<Effect> strike(String replica) {
        var all = rules();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        return all.stream()
                .filter(rule -> rule.until() - now > 0 && rule.replicas().contains(replica))
                .filter(rule -> random.getAsDouble() < rule.share())
                .map(Rule::effect)
                .findFirst();
    }
}
