package hms.connectors.minicluster;

import hms.checks.chaos.ClusterFault;
import hms.runs.port.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Finds the mini cluster that a target of kind `local` means, each time anew: it may have been
/// started again.
record LocalCluster(Path dataFolder) {
    private static final String CLUSTER = "cluster";
    private static final String FORM = "[a-z][a-z0-9-]{0,31}";

    static Optional<String> complaint(Map<String, String> settings) {
        for (var key : settings.keySet()) {
            if (!key.equals(CLUSTER)) {
                return Optional.of(
                        key + " is no setting of a target of kind local; it has cluster");
            }
        }
        var name = settings.get(CLUSTER);
        if (name != null && !name.matches(FORM)) {
            return Optional.of("cluster is not the name of an environment, " + FORM + ": " + name);
        }
        return Optional.empty();
    }

    /// @throws ClusterFault it is not there
    ControlClient reach(Destination target) {
        var name = target.settings().getOrDefault(CLUSTER, target.environment().value());
        try {
            var file =
                    ControlFile.read(dataFolder, name)
                            .filter(found -> found.supervisor().isPresent());
            return file.map(ControlClient::of).orElseThrow(() -> missing(name));
        } catch (IOException e) {
            throw new ClusterFault(
                    "the mini cluster of " + name + " cannot be found: " + e.getMessage(), e);
        }
    }

    private static ClusterFault missing(String name) {
        return new ClusterFault(
                "no mini cluster of %s is up; start it: hms cluster up --env %s"
                        .formatted(name, name));
    }
}
