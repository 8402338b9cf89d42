package hms.connectors.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The way to a cluster: by a kubeconfig, or from inside of it. Everything is read anew each time,
/// so that certificates and tokens can be exchanged while the server runs.
final class ClusterAccess {

    private static final Path SERVICE_ACCOUNT =
            Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int REQUEST_TIMEOUT_MS = 15_000;

    private final Map<String, String> environment;
    private final Path serviceAccount;

    ClusterAccess(Map<String, String> environment) {
        this(environment, SERVICE_ACCOUNT);
    }

    ClusterAccess(Map<String, String> environment, Path serviceAccount) {
        this.environment = Map.copyOf(environment);
        this.serviceAccount = serviceAccount;
    }

    KubernetesClient open(ClusterSettings settings) throws CannotApply {
        var config =
                settings.kubeconfig().isPresent()
                        ? configured(settings, settings.kubeconfig().get())
                        : inside();
        config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        config.setRequestTimeout(REQUEST_TIMEOUT_MS);
        config.setRequestRetryBackoffLimit(1);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Config configured(ClusterSettings settings, Path kubeconfig) throws CannotApply {
        if (!Files.isReadable(kubeconfig)) {
            throw CannotApply.ever(
                    "there is no kubeconfig "
                            + kubeconfig
                            + " that the user that runs HMS-SVC may read");
        }
        Config config;
        try {
            config = Config.fromKubeconfig(settings.context().orElse(null), kubeconfig.toFile());
        } catch (KubernetesClientException e) {
            throw CannotApply.ever(kubeconfig + " is no kubeconfig: " + e.getMessage());
        }
        var wanted = settings.context();
        if (wanted.isPresent()
                && config.getContexts().stream().noneMatch(c -> c.getName().equals(wanted.get()))) {
            throw CannotApply.ever(kubeconfig + " has no context " + wanted.get());
        }
        if (config.getCurrentContext() == null) {
            throw CannotApply.ever(kubeconfig + " has no current context; name one with context:");
        }
        return config;
    }

    /// As pods reach their own cluster.
    private Config inside() throws CannotApply {
        var host = environment.get("KUBERNETES_SERVICE_HOST");
        var port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        var token = serviceAccount.resolve("token");
        if (host == null || !Files.isReadable(token)) {
            throw CannotApply.ever(
                    "no kubeconfig is configured, and HMS-SVC does not run in a cluster; write kubeconfig: /path/to/it");
        }
        try {
            return new ConfigBuilder(Config.empty())
                    .withMasterUrl(
                            "https://%s:%s"
                                    .formatted(host.contains(":") ? "[" + host + "]" : host, port))
                    .withCaCertFile(serviceAccount.resolve("ca.crt").toString())
                    .withOauthToken(Files.readString(token).strip())
                    .build();
        } catch (IOException e) {
            throw CannotApply.now(token + " could not be read: " + e.getMessage());
        }
    }
}
