package hms.connectors.kubernetes;

import hms.connectors.kubernetes.ClusterSettings.Restart;
import hms.core.event.EventCodec;
import hms.runs.port.Pause;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The deployments that read a ConfigMap: found, restarted as `kubectl rollout restart` does, and
/// waited for as `kubectl rollout status` does.
final class Rollouts {

    static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final ClusterSettings settings;

    Rollouts(KubernetesClient client, ClusterSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /// By their names.
    List<Deployment> find() throws CannotApply {
        var found = new TreeMap<String, Deployment>();
        for (var restart : settings.restarts()) {
            var matching = matching(restart);
            if (matching.isEmpty()) {
                throw CannotApply.ever(
                        "the namespace %s has no deployment that restart: %s means"
                                .formatted(settings.namespace(), restart.text()));
            }
            matching.forEach(one -> found.put(one.getMetadata().getName(), one));
        }
        return new ArrayList<>(found.values());
    }

    private List<Deployment> matching(Restart restart) {
        var all = client.apps().deployments().inNamespace(settings.namespace());
        return switch (restart) {
            case Restart.Named named ->
                    Optional.ofNullable(all.withName(named.name()).get()).stream().toList();
            case Restart.Labelled labelled ->
                    all.withLabel(labelled.key(), labelled.value()).list().getItems();
        };
    }

    /// Restarts a deployment, unless it was restarted since the ConfigMap was written.
    ///
    /// @return whether it was restarted now
    boolean restart(Deployment deployment, String written) {
        if (restartedSince(deployment, written)) {
            return false;
        }
        var patch = EventCodec.mapper().createObjectNode();
        patch.putObject("spec")
                .putObject("template")
                .putObject("metadata")
                .putObject("annotations")
                .put(RESTARTED, written);
        client.apps()
                .deployments()
                .inNamespace(settings.namespace())
                .withName(deployment.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
        return true;
    }

    private static boolean restartedSince(Deployment deployment, String written) {
        var metadata = deployment.getSpec().getTemplate().getMetadata();
        Map<String, String> annotations =
                metadata == null || metadata.getAnnotations() == null
                        ? Map.of()
                        : metadata.getAnnotations();
        try {
            var restarted = annotations.get(RESTARTED);
            return restarted != null
                    && !OffsetDateTime.parse(restarted)
                            .toInstant()
                            .isBefore(Instant.parse(written));
        } catch (DateTimeException e) {
            return false; // somebody else's mark
        }
    }

    /// Waits until all are ready.
    void await(List<Deployment> deployments, InstantSource clock, Instant deadline, Pause pause)
            throws CannotApply, InterruptedException {
        for (var deployment : deployments) {
            var name = deployment.getMetadata().getName();
            var missing = missing(name);
            while (missing.isPresent()) {
                if (!clock.instant().isBefore(deadline)) {
                    throw CannotApply.now(
                            "it has the set, and deployment/%s is not ready after %s: %s"
                                    .formatted(name, time(settings.timeout()), missing.get()));
                }
                pause.rest(BETWEEN_LOOKS);
                missing = missing(name);
            }
        }
    }

    /// What a deployment still lacks; empty if it is ready.
    private Optional<String> missing(String name) throws CannotApply {
        var deployment =
                client.apps().deployments().inNamespace(settings.namespace()).withName(name).get();
        if (deployment == null) {
            throw CannotApply.ever("it has the set, and deployment/" + name + " is gone");
        }
        var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
        if (number(status.getObservedGeneration()) < generation(deployment)) {
            return Optional.of("the cluster has not looked at the change yet");
        }
        requireProgress(name, status);
        long wanted = wanted(deployment);
        if (number(status.getUpdatedReplicas()) < wanted) {
            return Optional.of(
                    number(status.getUpdatedReplicas()) + " of " + wanted + " replicas are new");
        }
        if (number(status.getReplicas()) > number(status.getUpdatedReplicas())) {
            return Optional.of("old replicas have not stopped yet");
        }
        return available(status) < wanted
                ? Optional.of(available(status) + " of " + wanted + " replicas are available")
                : Optional.empty();
    }

    private static void requireProgress(String name, DeploymentStatus status) throws CannotApply {
        for (var condition : status.getConditions()) {
            if ("Progressing".equals(condition.getType())
                    && "ProgressDeadlineExceeded".equals(condition.getReason())) {
                throw CannotApply.ever(
                        "it has the set, and deployment/%s does not get ready with it: %s"
                                .formatted(name, condition.getMessage()));
            }
        }
    }

    static long wanted(Deployment deployment) {
        var replicas = deployment.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    static long available(DeploymentStatus status) {
        return number(status.getAvailableReplicas());
    }

    private static long generation(Deployment deployment) {
        return number(deployment.getMetadata().getGeneration());
    }

    private static long number(@Nullable Number number) {
        return number == null ? 0 : number.longValue();
    }

    private static String time(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
