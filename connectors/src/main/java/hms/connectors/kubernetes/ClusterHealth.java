package hms.connectors.kubernetes;

import hms.runs.port.HealthReading;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a cluster fares: whether it answers, lets us do what a delivery does, and has all replicas.
final class ClusterHealth {

    private static final int FORBIDDEN = 403;

    private record Right(String verb, String group, String resource) {}

    private static final List<Right> CONFIG_MAPS =
            List.of(
                    new Right("get", "", "configmaps"),
                    new Right("create", "", "configmaps"),
                    new Right("update", "", "configmaps"));
    private static final List<Right> DEPLOYMENTS =
            List.of(
                    new Right("get", "apps", "deployments"),
                    new Right("patch", "apps", "deployments"));

    private final KubernetesClient client;
    private final ClusterSettings settings;

    ClusterHealth(KubernetesClient client, ClusterSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    HealthReading read() throws CannotApply {
        var rights = new ArrayList<>(CONFIG_MAPS);
        if (!settings.restarts().isEmpty()) {
            rights.addAll(DEPLOYMENTS);
        }
        for (var right : rights) {
            if (isDenied(right)) {
                return new HealthReading.Ill(
                        "we may not %s %s in %s; apply deploy/kubernetes/rbac.yaml"
                                .formatted(right.verb(), right.resource(), settings.namespace()));
            }
        }
        client.configMaps()
                .inNamespace(settings.namespace())
                .withName(settings.configMap())
                .get(); // answers, whether it is there or not
        var deployments = new Rollouts(client, settings).find();
        for (var deployment : deployments) {
            var lack = lack(deployment);
            if (lack.isPresent()) {
                return new HealthReading.Ill(lack.get());
            }
        }
        return new HealthReading.Well("the API server answers" + all(deployments));
    }

    /// Whether the cluster says no. One that does not say is asked by the delivery itself.
    private boolean isDenied(Right right) {
        try {
            var status = review(right).getStatus();
            return status != null && Boolean.FALSE.equals(status.getAllowed());
        } catch (KubernetesClientException e) {
            if (e.getCode() == FORBIDDEN) {
                return false; // it does not say
            }
            throw e;
        }
    }

    private SelfSubjectAccessReview review(Right right) {
        return client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(
                        new SelfSubjectAccessReviewBuilder()
                                .withNewSpec()
                                .withNewResourceAttributes()
                                .withNamespace(settings.namespace())
                                .withVerb(right.verb())
                                .withGroup(right.group())
                                .withResource(right.resource())
                                .withName(name(right))
                                .endResourceAttributes()
                                .endSpec()
                                .build());
    }

    /// A right to read and change may be limited to our ConfigMap; one to create cannot.
    private @Nullable String name(Right right) {
        return right.resource().equals("configmaps") && !right.verb().equals("create")
                ? settings.configMap()
                : null;
    }

    private static String all(List<Deployment> deployments) {
        return deployments.isEmpty()
                ? ""
                : deployments.stream()
                        .map(one -> "deployment/" + one.getMetadata().getName())
                        .collect(
                                Collectors.joining(
                                        ", ", ", and all replicas are available of ", ""));
    }

    private static Optional<String> lack(Deployment deployment) {
        var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
        long wanted = Rollouts.wanted(deployment);
        long available = Rollouts.available(status);
        return available < wanted
                ? Optional.of(
                        "deployment/%s has %d of %d replicas available"
                                .formatted(deployment.getMetadata().getName(), available, wanted))
                : Optional.empty();
    }
}
