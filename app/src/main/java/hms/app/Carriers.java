package hms.app;

import hms.connectors.folder.FolderCarrier;
import hms.connectors.guarded.GuardedHttp;
import hms.connectors.kubernetes.KubernetesCarrier;
import hms.connectors.kubernetes.Links;
import hms.connectors.minicluster.MiniClusterCarrier;
import hms.connectors.module.ModuleCarrier;
import hms.connectors.secrets.ReferencedSecrets;
import hms.runs.port.Carrier;
import hms.runs.port.Pause;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// Who brings things to which kind of target.
final class Carriers {

    static final String KUBERNETES = "kubernetes";

    private Carriers() {}

    /// @param links where clusters find what they were given
    static Map<String, Carrier> all(
            GuardedHttp http, InstantSource clock, Path dataFolder, Links links) {
        return Map.of(
                "http",
                new ModuleCarrier(
                        http, new ReferencedSecrets(System.getenv()), clock, Pause.real()),
                KUBERNETES,
                new KubernetesCarrier(System.getenv(), links, clock, Pause.real()),
                "folder",
                new FolderCarrier(),
                "local",
                new MiniClusterCarrier(dataFolder));
    }
}
