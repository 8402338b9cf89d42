package hms.bench;

import hms.app.cluster.LocalClusters;
import hms.cli.Clusters.Found;
import hms.cli.Clusters.Order;
import hms.connectors.minicluster.MiniClusterCarrier;
import hms.runs.config.HmsConfig;
import hms.runs.intake.NamedBytes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// How long a promotion through staging, preprod and production takes, each a mini cluster of three
/// real processes, with nothing to wait for but them: delivered to every replica and read back,
/// live, and obeyed by all of them. Once for one policy, once for a release of many.
///
/// Beside it the floor: the same release into an installation that has production and no targets.
///
/// ```
/// java … hms.bench.PromotionBench [runs] [artifacts]      10 and 1,000 unless told otherwise
/// ```
public final class PromotionBench {

    private static final List<String> ENVIRONMENTS = List.of("staging", "preprod", "production");
    private static final int REPLICAS = 3;
    private static final int WARM_UP = 3;
    private static final long TO_COME_NANOS = 60_000_000_000L;

    private PromotionBench() {}

    /// Prints the times.
    public static void main(String[] arguments) {
        int runs = arguments.length == 0 ? 10 : Integer.parseInt(arguments[0]);
        int artifacts = arguments.length < 2 ? 1_000 : Integer.parseInt(arguments[1]);
        try (var scratch = Scratch.make("hms-promotion-bench");
                var plain = Scratch.make("hms-promotion-floor")) {
            var floor = floor(plain.path(), runs, artifacts);
            var ours = promoted(scratch.path(), runs, artifacts);
            print("one policy, " + runs + " runs, p50", at(ours.single()), at(floor.single()));
            print(
                    String.format(Locale.ROOT, "a release of %,d artifacts", artifacts),
                    ours.many(),
                    floor.many());
        }
    }

    private record Times(List<Double> single, double many) {}

    private static Times floor(Path folder, int runs, int artifacts) {
        try (var installed = new Installed(folder, new SecureRandom())) {
            installed.opened();
            return times(installed, runs, artifacts);
        }
    }

    private static Times promoted(Path folder, int runs, int artifacts) {
        var carriers =
                Map.<String, hms.runs.port.Carrier>of("local", new MiniClusterCarrier(folder));
        var clusters = new LocalClusters();
        try (var installed = new Installed(folder, new SecureRandom(), carriers)) {
            var issued = installed.opened(config());
            var server = installed.server();
            var uri = URI.create("http://127.0.0.1:" + server.start(0, "127.0.0.1"));
            try {
                for (var environment : ENVIRONMENTS) {
                    clusters.start(
                            new Order(
                                    folder,
                                    environment,
                                    uri,
                                    installed.bearer(issued),
                                    issued.id(),
                                    REPLICAS));
                }
                ENVIRONMENTS.forEach(environment -> await(clusters, folder, environment));
                return times(installed, runs, artifacts);
            } finally {
                ENVIRONMENTS.forEach(environment -> clusters.stop(folder, environment));
                server.close();
            }
        }
    }

    private static HmsConfig config() {
        var text = new StringBuilder("environments:\n");
        for (var name : ENVIRONMENTS) {
            text.append("  %s: { targets: { cluster: { kind: local } } }\n".formatted(name));
        }
        text.append("pipeline:\n  name: bench\n  stages:\n");
        List.of("validate", "package", "test", "simulate", "scan")
                .forEach(stage -> text.append("    - { uses: %s }\n".formatted(stage)));
        for (var name : ENVIRONMENTS) {
            if (name.equals(ENVIRONMENTS.getLast())) {
                text.append("    - { uses: publish }\n");
            }
            text.append("    - { id: %s/check, uses: check }\n".formatted(name));
            text.append("    - { id: %s/apply, uses: apply }\n".formatted(name));
            text.append(
                    "    - { id: %s/rollout, uses: rollout, converge: 100%%, within: 5m }\n"
                            .formatted(name));
        }
        List.of("activate", "tag", "notify")
                .forEach(stage -> text.append("    - { uses: %s }\n".formatted(stage)));
        return HmsConfig.parse("bench.yaml", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void await(LocalClusters clusters, Path folder, String environment) {
        long end = System.nanoTime() + TO_COME_NANOS;
        while (!isUp(clusters.find(folder, environment))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the cluster of " + environment + " did not come");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static boolean isUp(Found found) {
        return found instanceof Found.Up up
                && up.replicas().size() == REPLICAS
                && up.replicas().stream().allMatch(replica -> replica.ready());
    }

    private static Times times(Installed installed, int runs, int artifacts) {
        for (int i = 0; i < WARM_UP; i++) {
            timed(installed, one(i));
        }
        var single = new ArrayList<Double>();
        for (int i = 0; i < runs; i++) {
            single.add(timed(installed, one(WARM_UP + i)));
        }
        return new Times(single, timed(installed, Policies.release(artifacts, "1.0.0")));
    }

    private static List<NamedBytes> one(int i) {
        return List.of(Policies.one("epa-pm25-limit", "1." + i + ".0", 35 + i));
    }

    private static double timed(Installed installed, List<NamedBytes> release) {
        long begun = System.nanoTime();
        installed.submit(release);
        installed.untilEnded(installed.approve(installed.signed(release)));
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double at(List<Double> seconds) {
        var sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String what, double ours, double floor) {
        System.out.printf(
                Locale.ROOT,
                "%s, three clusters of %d: %.2f s; without environments and targets %.2f s (%.1f ×)%n",
                what,
                REPLICAS,
                ours,
                floor,
                ours / floor);
    }
}
