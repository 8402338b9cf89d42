package hms.connectors.kubernetes;

import hms.runs.port.Destination;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// Work in a cluster, with a client of its own that is closed after it.
final class Connection {

    interface Work<T> {
        T in(KubernetesClient client, ClusterSettings settings)
                throws CannotApply, InterruptedException;
    }

    private Connection() {}

    static <T> T with(ClusterAccess access, Destination to, Work<T> work) throws CannotApply {
        var settings = ClusterSettings.parse(to.settings());
        try (var client = access.open(settings)) {
            return in(client, settings, work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CannotApply.now("interrupted on the way");
        }
    }

    private static <T> T in(KubernetesClient client, ClusterSettings settings, Work<T> work)
            throws CannotApply, InterruptedException {
        try {
            return work.in(client, settings);
        } catch (KubernetesClientException e) {
            throw ClusterTrouble.with(client.getMasterUrl(), e);
        }
    }
}
