package hms.app;

import hms.connectors.folder.FolderCarrier;
import hms.connectors.guarded.GuardedHttp;
import hms.connectors.module.ModuleCarrier;
import hms.connectors.secrets.ReferencedSecrets;
import hms.runs.port.Carrier;
import hms.runs.port.Pause;
import java.time.InstantSource;
import java.util.Map;

/// Who brings things to which kind of target.
final class Carriers {

    private Carriers() {}

    static Map<String, Carrier> all(GuardedHttp http, InstantSource clock) {
        return Map.of(
                "http",
                new ModuleCarrier(
                        http, new ReferencedSecrets(System.getenv()), clock, Pause.real()),
                "folder",
                new FolderCarrier());
    }
}
