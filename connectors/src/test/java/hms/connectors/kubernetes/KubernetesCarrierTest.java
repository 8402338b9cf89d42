package hms.connectors.kubernetes;

import static hms.connectors.Shipments.item;
import static hms.connectors.kubernetes.Cluster.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.artifact.PolicyId;
import hms.connectors.Shipments;
import hms.runs.port.Bundle;
import hms.runs.port.Carrier;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.Handover.Refused;
import hms.runs.port.Handover.Taken;
import hms.runs.port.Handover.Unsure;
import hms.runs.port.HealthReading;
import hms.runs.port.Pause;
import hms.runs.port.Shipment;
import hms.trust.Digest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.mockwebserver.http.MockResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Against an API server that keeps what it is given, with a deployment controller that works one
/// step in every pause.
final class KubernetesCarrierTest {

    private static final Shipment FIRST = Shipments.of(7, item("epa-pm25-limit", "1.0.0"));
    private static final Shipment SECOND =
            Shipments.of(
                    9,
                    List.of(item("epa-pm25-limit", "2.0.0")),
                    List.of(),
                    List.of(
                            item("epa-pm25-limit", "1.0.0"),
                            item("epa-pm25-limit", "2.0.0"),
                            item("fees", "1.0.0", "{\"id\":1}")));

    @TempDir Path folder;

    private final Cluster cluster = new Cluster();
    private final TreeMap<String, String> settings = new TreeMap<>();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-28T12:00:00.123Z"));
    private Consumer<String> reached = _ -> {};
    private Runnable controller = cluster::step;

    @BeforeEach
    void configure() {
        settings.put("namespace", NAMESPACE);
        settings.put("kubeconfig", cluster.kubeconfig(folder).toString());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void the_config_map_has_the_live_set_and_the_way_back() throws Exception {
        assertThat(deliver(FIRST)).isEqualTo(new Taken("ConfigMap policy read back"));
        assertThat(config().getData()).containsOnlyKeys("current");
        assertThat(deliver(SECOND)).isInstanceOf(Taken.class);

        var raw =
                JsonMapper.shared()
                        .readTree(get("/api/v1/namespaces/" + NAMESPACE + "/configmaps/policy"));
        assertThat(raw.path("data").propertyNames()).containsExactlyInAnyOrder("current", "prev");
        assertThat(raw.path("data").path("prev").asString())
                .isEqualTo("https://hms.example/targets/staging/cluster/manifests/7");
        var current = JsonMapper.shared().readTree(raw.path("data").path("current").asString());
        assertThat(current.propertyNames())
                .containsExactly("environment", "sequence", "digest", "policies");
        assertThat(current.path("environment").asString()).isEqualTo("staging");
        assertThat(current.path("sequence").asLong()).isEqualTo(9);
        assertThat(current.path("policies")).hasSize(3);
        for (var policy : current.path("policies")) {
            var text = policy.path("artifact").asString().getBytes(StandardCharsets.UTF_8);
            assertThat(Digest.sha256(text)).hasToString(policy.path("digest").asString());
        }
        var annotations = raw.path("metadata").path("annotations");
        assertThat(annotations.path("hms-svc/sequence").asString()).isEqualTo("9");
        assertThat(annotations.path("hms-svc/digest").asString())
                .isEqualTo(Bundle.digest(SECOND.set().get()).toString());
        assertThat(annotations.path("hms-svc/key").asString()).isEqualTo("run-184/staging/9");
    }

    private String get(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(cluster.url() + path)).build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void the_manifest_of_a_set_is_what_the_cluster_was_given() {
        deliver(FIRST);
        deliver(SECOND);
        var manifest =
                JsonMapper.shared()
                        .readTree(
                                Manifests.of(
                                        to(),
                                        SECOND.set().get(),
                                        9,
                                        Optional.of(LINKS.manifest(to(), 7)),
                                        LINKS));
        assertThat(manifest.path("apiVersion").asString()).isEqualTo("v1");
        assertThat(manifest.path("kind").asString()).isEqualTo("ConfigMap");
        assertThat(manifest.path("metadata").path("name").asString()).isEqualTo("policy");
        assertThat(manifest.path("metadata").path("namespace").asString()).isEqualTo(NAMESPACE);
        for (var data : config().getData().entrySet()) {
            assertThat(manifest.path("data").path(data.getKey()).asString())
                    .isEqualTo(data.getValue());
        }
        assertThat(manifest.path("data")).hasSize(2);
    }

    @Test
    void a_set_that_is_too_long_stands_behind_a_url() {
        var long1 = item("long", "1.0.0", "text: " + "x".repeat(PolicyConfigMap.LONGEST));
        var shipment = Shipments.of(7, long1);
        assertThat(deliver(shipment)).isInstanceOf(Taken.class);
        var current = JsonMapper.shared().readTree(config().getData().get("current"));
        assertThat(current.propertyNames())
                .containsExactly("environment", "sequence", "digest", "url", "sha256");
        assertThat(current.path("url").asString())
                .isEqualTo("https://hms.example/targets/staging/cluster/sets/7");
        var behind = Manifests.set(Shipments.STAGING, List.of(long1), 7);
        assertThat(current.path("sha256").asString())
                .isEqualTo(Digest.sha256(behind.getBytes(StandardCharsets.UTF_8)).hex());
        assertThat(deliver(shipment)).isInstanceOf(Taken.class);
    }

    @Test
    void deployments_are_restarted_once_and_waited_for() {
        settings.put("restart", "deployment/benefits-api, app=worker");
        cluster.deploy("benefits-api", "benefits", 2);
        cluster.deploy("worker-a", "worker", 1);
        cluster.deploy("other", "other", 1);

        assertThat(deliver(FIRST))
                .isEqualTo(
                        new Taken(
                                "ConfigMap policy read back, 2 of 2 deployments restarted, all ready"));

        assertThat(restartedAt("benefits-api")).isEqualTo("2026-11-28T12:00:00Z");
        assertThat(restartedAt("worker-a")).isEqualTo("2026-11-28T12:00:00Z");
        assertThat(cluster.deployment("other").getMetadata().getGeneration()).isEqualTo(1);
        assertThat(cluster.deployment("benefits-api").getStatus().getAvailableReplicas())
                .isEqualTo(2);

        assertThat(deliver(FIRST))
                .isEqualTo(
                        new Taken(
                                "ConfigMap policy read back, 0 of 2 deployments restarted, all ready"));
        assertThat(cluster.asked()).filteredOn(line -> line.startsWith("PATCH")).hasSize(2);
    }

    @Test
    void who_went_back_by_hand_gets_the_shipment_again() {
        settings.put("restart", "deployment/benefits-api");
        cluster.deploy("benefits-api", "benefits", 2);
        deliver(FIRST);
        deliver(SECOND);
        cluster.client()
                .configMaps()
                .inNamespace(NAMESPACE)
                .withName("policy")
                .edit(
                        map ->
                                new ConfigMapBuilder(map)
                                        .editMetadata()
                                        .addToAnnotations("hms-svc/sequence", "7")
                                        .endMetadata()
                                        .addToData("current", "{}")
                                        .build());
        now.set(now.get().plusSeconds(60));
        assertThat(deliver(SECOND)).isInstanceOf(Taken.class);
        assertThat(config().getData().get("current")).contains("\"sequence\":9");
        assertThat(Instant.parse(restartedAt("benefits-api"))).isAfter("2026-11-28T12:00:59Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "written", "restarted"})
    void dying_anywhere_is_made_good_by_the_next_attempt(String point) {
        settings.put("restart", "deployment/benefits-api");
        cluster.deploy("benefits-api", "benefits", 2);
        deliver(FIRST);
        reached =
                at -> {
                    if (at.equals(point)) {
                        throw new Died();
                    }
                };
        now.set(now.get().plusSeconds(60));
        assertThatThrownBy(() -> deliver(SECOND)).isInstanceOf(Died.class);
        reached = _ -> {};
        now.set(now.get().plusSeconds(60));
        assertThat(deliver(SECOND)).isInstanceOf(Taken.class);

        assertThat(config().getData().get("current")).contains("\"sequence\":9");
        assertThat(config().getData().get("prev")).endsWith("/manifests/7");
        assertThat(cluster.asked())
                .filteredOn(line -> line.startsWith("PATCH"))
                .as("restarts, of the first and of the second")
                .hasSize(2);
    }

    @Test
    void a_lower_sequence_is_refused() {
        deliver(SECOND);
        var before = config();
        assertThat(deliver(FIRST))
                .isEqualTo(
                        new Refused(
                                "the cluster has a set of sequence 9, which one of sequence 7 must not undo"));
        assertThat(config()).isEqualTo(before);
    }

    @Test
    void somebody_who_writes_meanwhile_is_noticed() {
        deliver(FIRST);
        var times = new AtomicInteger();
        reached =
                at -> {
                    if (at.equals("read") && times.incrementAndGet() <= 2) {
                        annotate("somebody/was", "here" + times.get());
                    }
                };
        assertThat(deliver(SECOND)).isInstanceOf(Taken.class);
        assertThat(times).hasValue(3);
        assertThat(config().getMetadata().getAnnotations()).containsEntry("somebody/was", "here2");
    }

    @Test
    void a_newer_set_that_comes_meanwhile_stays() {
        deliver(FIRST);
        reached = at -> annotate("hms-svc/sequence", "10");
        assertThat(deliver(SECOND))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("sequence 10"));
    }

    @Test
    void somebody_who_never_stops_writing_leaves_us_unsure() {
        deliver(FIRST);
        var times = new AtomicInteger();
        reached = at -> annotate("somebody/was", "here" + times.incrementAndGet());
        assertThat(deliver(SECOND)).isInstanceOf(Unsure.class);
    }

    @Test
    void somebody_who_makes_it_first_is_noticed() {
        var other = new AtomicInteger();
        reached =
                at -> {
                    if (at.equals("read") && other.getAndIncrement() == 0) {
                        create(Map.of());
                    }
                };
        assertThat(deliver(FIRST)).isInstanceOf(Taken.class);
        assertThat(config().getData()).containsKey("current");
    }

    @Test
    void a_config_map_of_somebody_else_is_left_alone() {
        create(Map.of("current", "theirs"));
        assertThat(deliver(FIRST))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("did not write"));
        assertThat(config().getData()).isEqualTo(Map.of("current", "theirs"));
    }

    @Test
    void an_empty_set_is_applied_only_if_the_shipment_says_that_all_is_gone() {
        deliver(FIRST);
        assertThat(deliver(Shipments.of(8))).isInstanceOf(Refused.class);
        assertThat(deliver(Shipments.of(8, List.of(), List.of(PolicyId.of("fees")), List.of())))
                .isInstanceOf(Refused.class);
        assertThat(
                        deliver(
                                Shipments.of(
                                        8,
                                        List.of(),
                                        List.of(PolicyId.of("epa-pm25-limit")),
                                        List.of())))
                .isInstanceOf(Taken.class);
    }

    @Test
    void a_deployment_that_never_gets_ready_is_waited_for_in_vain() {
        settings.put("restart", "deployment/benefits-api");
        settings.put("timeout", "10s");
        cluster.deploy("benefits-api", "benefits", 2);
        controller = () -> {};
        assertThat(deliver(FIRST))
                .isEqualTo(
                        new Unsure(
                                "it has the set, and deployment/benefits-api is not ready after 10 s: the cluster has not looked at the change yet"));
        controller = () -> set("benefits-api", 2, 3, 1, 2);
        assertThat(reason(deliver(FIRST))).endsWith("1 of 2 replicas are new");
        controller = () -> set("benefits-api", 2, 3, 2, 2);
        assertThat(reason(deliver(FIRST))).endsWith("old replicas have not stopped yet");
        controller = () -> set("benefits-api", 2, 2, 2, 0);
        assertThat(reason(deliver(FIRST))).endsWith("0 of 2 replicas are available");
        controller = cluster::step;
        assertThat(deliver(FIRST)).isInstanceOf(Taken.class);
        assertThat(cluster.asked()).filteredOn(line -> line.startsWith("PATCH")).hasSize(1);
    }

    @Test
    void a_deployment_that_the_cluster_gives_up_is_refused() {
        settings.put("restart", "deployment/benefits-api");
        cluster.deploy("benefits-api", "benefits", 2);
        controller =
                () ->
                        cluster.set(
                                cluster.deployment("benefits-api"),
                                new DeploymentStatusBuilder(Cluster.status(2, 3, 1, 2))
                                        .addNewCondition()
                                        .withType("Progressing")
                                        .withStatus("False")
                                        .withReason("ProgressDeadlineExceeded")
                                        .withMessage("timed out progressing")
                                        .endCondition()
                                        .build());
        assertThat(deliver(FIRST))
                .isEqualTo(
                        new Refused(
                                "it has the set, and deployment/benefits-api does not get ready with it: timed out progressing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment/benefits-api", "app=benefits"})
    void a_deployment_that_is_not_there_stops_before_anything_is_written(String restart) {
        settings.put("restart", restart);
        assertThat(reason(deliver(FIRST))).contains("no deployment that restart: " + restart);
        assertThat(config()).isNull();
        assertThat(carrier().prepare(to(), FIRST)).isInstanceOf(Refused.class);
    }

    @Test
    void what_is_asked_ahead_leaves_nothing_behind() {
        assertThat(carrier().prepare(to(), FIRST)).isEqualTo(new Taken("would be taken"));
        assertThat(config()).isNull();
        deliver(SECOND);
        assertThat(carrier().prepare(to(), FIRST)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "401, Refused, renew the kubeconfig",
        "403, Refused, apply deploy/kubernetes/rbac.yaml",
        "422, Refused, answered 422: no",
        "429, Unsure,  answered 429: no",
        "500, Unsure,  answered 500: no",
        "503, Unsure,  answered 503: no"
    })
    void what_the_api_server_says_is_told_with_a_remedy(int status, String kind, String said) {
        cluster.answer(_ -> Cluster.says(status, "no"));
        var handover = deliver(FIRST);
        assertThat(handover.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(reason(handover)).contains(said);
    }

    @Test
    void a_write_that_the_server_loses_is_read_back() {
        deliver(FIRST);
        cluster.answer(
                request ->
                        request.getMethod().equals("PUT")
                                ? Optional.of(
                                        new MockResponse()
                                                .setResponseCode(200)
                                                .addHeader("Content-Type", "application/json")
                                                .setBody(request.getUtf8Body()))
                                : Optional.empty());
        assertThat(deliver(SECOND))
                .isInstanceOfSatisfying(
                        Unsure.class,
                        unsure ->
                                assertThat(unsure.reason())
                                        .contains("(sequence 7) instead of sha256:")
                                        .contains("(sequence 9)"));
    }

    @Test
    void a_cluster_that_is_not_there_leaves_us_unsure() {
        settings.put("context", "elsewhere");
        assertThat(deliver(FIRST))
                .isInstanceOfSatisfying(
                        Unsure.class,
                        unsure ->
                                assertThat(unsure.reason())
                                        .startsWith(
                                                "the API server http://localhost:1/ was not reached: "));
        assertThat(carrier().health(to())).isInstanceOf(HealthReading.Unknown.class);
    }

    @Test
    void a_kubeconfig_that_is_none_is_refused() throws IOException {
        settings.put("context", "nowhere");
        assertThat(reason(deliver(FIRST))).endsWith("has no context nowhere");
        settings.remove("context");
        Files.writeString(folder.resolve("kubeconfig"), "{]");
        assertThat(deliver(FIRST)).isInstanceOf(Refused.class);
        Files.writeString(folder.resolve("kubeconfig"), "kind: Config\n");
        assertThat(deliver(FIRST)).isInstanceOf(Refused.class);
        Files.delete(folder.resolve("kubeconfig"));
        assertThat(reason(deliver(FIRST))).startsWith("there is no kubeconfig");
    }

    @Test
    void outside_of_a_cluster_a_kubeconfig_is_needed() {
        settings.remove("kubeconfig");
        assertThat(reason(deliver(FIRST))).contains("does not run in a cluster");
    }

    @Test
    void its_health_is_that_of_what_reads_the_policies() {
        assertThat(carrier().health(to())).isInstanceOf(HealthReading.Well.class);
        settings.put("restart", "app=benefits");
        assertThat(carrier().health(to())).isInstanceOf(HealthReading.Ill.class);
        cluster.deploy("benefits-api", "benefits", 2);
        assertThat(carrier().health(to()))
                .isEqualTo(
                        new HealthReading.Well(
                                "the API server answers, and all replicas are available of deployment/benefits-api"));
        set("benefits-api", 1, 2, 2, 1);
        assertThat(carrier().health(to()))
                .isEqualTo(
                        new HealthReading.Ill(
                                "deployment/benefits-api has 1 of 2 replicas available"));
    }

    @Test
    void missing_rights_are_named() {
        settings.put("restart", "app=benefits");
        cluster.answer(
                request ->
                        request.getPath().endsWith("selfsubjectaccessreviews")
                                ? Optional.of(
                                        Cluster.allowed(!request.getUtf8Body().contains("patch")))
                                : Optional.empty());
        assertThat(carrier().health(to()))
                .isEqualTo(
                        new HealthReading.Ill(
                                "we may not patch deployments in benefits; apply deploy/kubernetes/rbac.yaml"));
    }

    @Test
    void replicas_are_listed_and_deleted() throws IOException {
        settings.put("restart", "deployment/benefits-api");
        cluster.deploy("benefits-api", "benefits", 2);
        cluster.pod("benefits-api-b", "benefits", false);
        cluster.pod("benefits-api-a", "benefits", true);
        cluster.pod("other-a", "other", true);
        var pods = new Pods(Map.of());
        assertThat(pods.list(to()))
                .containsExactly(
                        new Pods.Replica("benefits-api-a", true),
                        new Pods.Replica("benefits-api-b", false));
        assertThat(pods.delete(to(), List.of("benefits-api-a", "benefits-api-z")))
                .containsExactly("benefits-api-a");
        assertThat(pods.list(to()))
                .extracting(Pods.Replica::name)
                .containsExactly("benefits-api-b");
        cluster.answer(_ -> Cluster.says(403, "no"));
        assertThatThrownBy(() -> pods.list(to()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rbac.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "namespace,  Benefits,         'namespace is a name of small letters'",
        "configmap,  a_b,              'configmap is a name of small letters'",
        "kubeconfig, config,           'kubeconfig is not absolute: config'",
        "restart,    'benefits-api',   'restart is a list such as deployment/benefits-api'",
        "restart,    'app=a,',         'restart is a list such as deployment/benefits-api'",
        "timeout,    2 minutes,        'timeout is a time such as 2m'",
        "name-space, x,                'name-space is no setting of a target of kind kubernetes'"
    })
    void what_is_wrong_with_settings_is_said_by_their_key(String key, String value, String said) {
        settings.put(key, value);
        assertThat(carrier().complaint(settings).orElseThrow()).startsWith(said);
        assertThat(deliver(FIRST)).isInstanceOf(Refused.class);
    }

    @Test
    void settings_that_can_be_used_are() {
        settings.put("context", "here");
        settings.put("configmap", "policy.staging");
        settings.put("restart", "deployment/a, app.kubernetes.io/name=b");
        settings.put("timeout", "5m");
        assertThat(carrier().complaint(settings)).isEmpty();
        assertThat(carrier().complaint(Map.of()).orElseThrow()).startsWith("namespace is missing");
        assertThat(carrier().complaint(Map.of("namespace", "a", "context", "b")).orElseThrow())
                .startsWith("context stands without");
    }

    /// The client library is large, and few installations have a cluster.
    @Test
    void a_start_loads_nothing_of_the_client_library() throws Exception {
        try (var withoutClient = new WithoutClient()) {
            var type = withoutClient.loadClass(KubernetesCarrier.class.getName());
            var carrier =
                    type.getConstructors()[0].newInstance(
                            Map.of(), null, InstantSource.system(), Pause.real());
            assertThat(type).isNotEqualTo(KubernetesCarrier.class);
            assertThat(((Carrier) carrier).complaint(settings)).isEmpty();
            assertThatThrownBy(() -> ((Carrier) carrier).health(to()))
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }

    /// Loads our package anew, and knows no client library.
    private static final class WithoutClient extends URLClassLoader {

        WithoutClient() {
            super(
                    new URL[] {
                        KubernetesCarrier.class.getProtectionDomain().getCodeSource().getLocation()
                    });
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.fabric8.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(KubernetesCarrier.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            var loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    private static final Links LINKS =
            new Links() {
                @Override
                public String manifest(Destination to, long sequence) {
                    return "https://hms.example/targets/" + to + "/manifests/" + sequence;
                }

                @Override
                public String set(Destination to, long sequence) {
                    return "https://hms.example/targets/" + to + "/sets/" + sequence;
                }
            };

    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Handover deliver(Shipment shipment) {
        return carrier().deliver(to(), shipment);
    }

    private Destination to() {
        return new Destination(Shipments.STAGING, "cluster", settings);
    }

    private KubernetesCarrier carrier() {
        Pause pause =
                time -> {
                    now.set(now.get().plus(time));
                    controller.run();
                };
        return new KubernetesCarrier(Map.of(), LINKS, now::get, pause, at -> reached.accept(at));
    }

    private ConfigMap config() {
        return cluster.client().configMaps().inNamespace(NAMESPACE).withName("policy").get();
    }

    private void create(Map<String, String> data) {
        cluster.client()
                .configMaps()
                .inNamespace(NAMESPACE)
                .resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName("policy")
                                .withNamespace(NAMESPACE)
                                .endMetadata()
                                .withData(data)
                                .build())
                .create();
    }

    private void annotate(String name, String value) {
        cluster.client()
                .configMaps()
                .inNamespace(NAMESPACE)
                .withName("policy")
                .edit(
                        map ->
                                new ConfigMapBuilder(map)
                                        .editMetadata()
                                        .addToAnnotations(name, value)
                                        .endMetadata()
                                        .build());
    }

    private void set(String name, long generation, int replicas, int updated, int available) {
        cluster.set(
                cluster.deployment(name), Cluster.status(generation, replicas, updated, available));
    }

    private String restartedAt(String deployment) {
        return cluster.deployment(deployment)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get(Rollouts.RESTARTED);
    }

    private static String reason(Handover handover) {
        return switch (handover) {
            case Taken taken -> taken.said();
            case Handover.NotOffered _ -> "not offered";
            case Refused refused -> refused.reason();
            case Unsure unsure -> unsure.reason();
        };
    }
}
