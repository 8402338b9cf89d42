package hms.runs;

import hms.checks.chaos.Cluster;
import hms.runs.port.Attempt;
import hms.runs.port.HealthReading;
import hms.runs.port.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What happened outside, which a crash does not take back, and how the outside behaves.
final class Outside implements Machine {
    final List<String> tagged = new ArrayList<>();
    final List<String> noticed = new ArrayList<>();
    final Modules modules = new Modules();
    final Map<String, HealthReading> pages = new HashMap<>();
    Attempt answer = new Attempt.Delivered(204);
    String tagFault = "";
    HealthReading health = new HealthReading.Well("1");
    Optional<Duration> skew = Optional.of(Duration.ZERO);
    Duration set = Duration.ZERO;
    long free = 1L << 40;
    Cluster cluster = new StoutCluster();

    HealthReading page(String url) {
        return pages.getOrDefault(url, new HealthReading.Well("answered 200"));
    }

    @Override
    public long freeBytes() {
        return free;
    }

    @Override
    public Duration clockSet() {
        return set;
    }
}
