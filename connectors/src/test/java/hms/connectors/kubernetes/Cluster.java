package hms.connectors.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// An API server that keeps what it is given, with a kubeconfig to reach it, and a deployment
/// controller that works when it is told to.
final class Cluster implements AutoCloseable {

    static final String NAMESPACE = "benefits";

    /// Kept, so that it stays quiet.
    private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

    static {
        LOG.setLevel(Level.WARNING);
    }

    private final MockWebServer server = new MockWebServer();
    private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong generations = new AtomicLong(1);
    private final KubernetesClient client;
    private volatile Function<RecordedRequest, Optional<MockResponse>> trouble =
            _ -> Optional.empty();

    Cluster() {
        server.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        asked.add(request.getMethod() + " " + request.getPath());
                        return trouble.apply(request).orElseGet(() -> kept(request));
                    }
                });
        server.start();
        client = new KubernetesClientBuilder().withConfig(config()).build();
    }

    private Config config() {
        return new ConfigBuilder(Config.empty()).withMasterUrl(url()).build();
    }

    /// Keeps it; and counts changes of a deployment's specification, as API servers do.
    private MockResponse kept(RecordedRequest request) {
        if (request.getPath().endsWith("selfsubjectaccessreviews")) {
            return allowed(true);
        }
        var response = objects.dispatch(request);
        if (request.getMethod().equals("PATCH") && request.getUtf8Body().contains("\"template\"")) {
            return objects.dispatch(
                    new RecordedRequest(
                            "HTTP/1.1",
                            HttpMethod.PATCH,
                            request.getPath(),
                            Headers.builder()
                                    .add("Content-Type", "application/merge-patch+json")
                                    .build(),
                            new Buffer(
                                    ("{\"metadata\":{\"generation\":"
                                                    + generations.incrementAndGet()
                                                    + "}}")
                                            .getBytes(UTF_8))));
        }
        return response;
    }

    /// Its answer to whether something is allowed.
    static MockResponse allowed(boolean allowed) {
        return new MockResponse()
                .setResponseCode(201)
                .addHeader("Content-Type", "application/json")
                .setBody(
                        "{\"kind\":\"SelfSubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"status\":{\"allowed\":%s}}"
                                .formatted(allowed));
    }

    String url() {
        return "http://localhost:" + server.getPort();
    }

    KubernetesClient client() {
        return client;
    }

    /// Requests so far, such as `GET /api/v1/…`.
    List<String> asked() {
        return asked;
    }

    /// What it answers instead, until it is told otherwise.
    void answer(Function<RecordedRequest, Optional<MockResponse>> instead) {
        trouble = instead;
    }

    static Optional<MockResponse> says(int status, String message) {
        return Optional.of(
                new MockResponse()
                        .setResponseCode(status)
                        .addHeader("Content-Type", "application/json")
                        .setBody(
                                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"%s\",\"code\":%d}"
                                        .formatted(message, status)));
    }

    Path kubeconfig(Path folder) {
        try {
            return Files.writeString(
                    folder.resolve("kubeconfig"),
                    """
                    apiVersion: v1
                    kind: Config
                    clusters:
                      - name: here
                        cluster: { server: "%s" }
                      - name: elsewhere
                        cluster: { server: "http://localhost:1" }
                    users:
                      - name: us
                        user: { token: s3cret }
                    contexts:
                      - name: here
                        context: { cluster: here, user: us }
                      - name: elsewhere
                        context: { cluster: elsewhere, user: us }
                    current-context: here
                    """
                            .formatted(url()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deploy(String name, String label, int replicas) {
        client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .resource(
                        new DeploymentBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(NAMESPACE)
                                .withGeneration(1L)
                                .addToLabels("app", label)
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(replicas)
                                .withNewSelector()
                                .addToMatchLabels("app", label)
                                .endSelector()
                                .withNewTemplate()
                                .withNewMetadata()
                                .addToLabels("app", label)
                                .endMetadata()
                                .endTemplate()
                                .endSpec()
                                .build())
                .create();
        settle();
    }

    void pod(String name, String label, boolean ready) {
        client.pods()
                .inNamespace(NAMESPACE)
                .resource(
                        new PodBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(NAMESPACE)
                                .addToLabels("app", label)
                                .endMetadata()
                                .withNewStatus()
                                .addNewCondition()
                                .withType("Ready")
                                .withStatus(ready ? "True" : "False")
                                .endCondition()
                                .endStatus()
                                .build())
                .create();
    }

    Deployment deployment(String name) {
        return client.apps().deployments().inNamespace(NAMESPACE).withName(name).get();
    }

    /// One step of the controller for each deployment: it sees the change, it starts the new
    /// replicas, it stops the old ones.
    void step() {
        for (var one : client.apps().deployments().inNamespace(NAMESPACE).list().getItems()) {
            var status = Optional.ofNullable(one.getStatus()).orElseGet(() -> status(1, 0, 0, 0));
            int wanted = one.getSpec().getReplicas();
            long seen = Optional.ofNullable(status.getObservedGeneration()).orElse(0L);
            long now = one.getMetadata().getGeneration();
            if (seen < now) {
                set(one, status(now, wanted + 1, 0, wanted));
            } else if (number(status.getUpdatedReplicas()) < wanted) {
                set(one, status(now, wanted + 1, wanted, wanted));
            } else if (number(status.getReplicas()) > wanted) {
                set(one, status(now, wanted, wanted, wanted - 1));
            } else {
                set(one, status(now, wanted, wanted, wanted));
            }
        }
    }

    void settle() {
        for (var one : client.apps().deployments().inNamespace(NAMESPACE).list().getItems()) {
            int wanted = one.getSpec().getReplicas();
            set(one, status(one.getMetadata().getGeneration(), wanted, wanted, wanted));
        }
    }

    void set(Deployment deployment, DeploymentStatus status) {
        client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .resource(new DeploymentBuilder(deployment).withStatus(status).build())
                .lockResourceVersion(deployment.getMetadata().getResourceVersion())
                .updateStatus();
    }

    static DeploymentStatus status(long generation, int replicas, int updated, int available) {
        return new DeploymentStatusBuilder()
                .withObservedGeneration(generation)
                .withReplicas(replicas)
                .withUpdatedReplicas(updated)
                .withAvailableReplicas(available)
                .build();
    }

    private static int number(Integer number) {
        return number == null ? 0 : number;
    }

    @Override
    public void close() {
        client.close();
        server.shutdown();
    }
}
