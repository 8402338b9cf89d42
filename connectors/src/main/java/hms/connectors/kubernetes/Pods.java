package hms.connectors.kubernetes;

import hms.runs.port.Destination;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The replicas behind a target of kind `kubernetes`, for those who break some on purpose.
public final class Pods {

    private final Map<String, String> environment;

    /// @param environment the process's variables, which say whether it runs in a cluster
    public Pods(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// @param ready whether it takes requests
    public record Replica(String name, boolean ready) {}

    /// The pods of the deployments that the target's `restart` names, ordered by name, without
    /// those that are being stopped.
    ///
    /// @throws IOException if the cluster cannot be asked; the message says why, and what to do
    public List<Replica> list(Destination to) throws IOException {
        return with(
                to,
                (client, settings) -> {
                    var found = new TreeMap<String, Replica>();
                    for (var deployment : new Rollouts(client, settings).find()) {
                        client
                                .pods()
                                .inNamespace(settings.namespace())
                                .withLabelSelector(deployment.getSpec().getSelector())
                                .list()
                                .getItems()
                                .stream()
                                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                                .map(Pods::replica)
                                .forEach(replica -> found.put(replica.name(), replica));
                    }
                    return List.copyOf(found.values());
                });
    }

    /// Deletes pods at once, without the time to stop that they usually get.
    ///
    /// @return those that were there
    public List<String> delete(Destination to, Collection<String> names) throws IOException {
        return with(
                to,
                (client, settings) -> {
                    var deleted = new ArrayList<String>();
                    for (var name : names) {
                        if (delete(client, settings.namespace(), name)) {
                            deleted.add(name);
                        }
                    }
                    return List.copyOf(deleted);
                });
    }

    private static boolean delete(KubernetesClient client, String namespace, String name) {
        return !client.pods()
                .inNamespace(namespace)
                .withName(name)
                .withGracePeriod(0)
                .delete()
                .isEmpty();
    }

    private static Replica replica(Pod pod) {
        var ready =
                pod.getStatus() != null
                        && pod.getStatus().getConditions().stream()
                                .anyMatch(
                                        one ->
                                                "Ready".equals(one.getType())
                                                        && "True".equals(one.getStatus()));
        return new Replica(pod.getMetadata().getName(), ready);
    }

    private <T> T with(Destination to, Connection.Work<T> work) throws IOException {
        try {
            return Connection.with(new ClusterAccess(environment), to, work);
        } catch (CannotApply e) {
            throw new IOException(e.reason(), e);
        }
    }
}
