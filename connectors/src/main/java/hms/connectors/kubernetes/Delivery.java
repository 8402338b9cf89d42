package hms.connectors.kubernetes;

import hms.core.event.EventCodec;
import hms.runs.port.Destination;
import hms.runs.port.EmptySet;
import hms.runs.port.Handover;
import hms.runs.port.Pause;
import hms.runs.port.Shipment;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// One delivery to one cluster: the ConfigMap is written, whoever reads it is restarted, and both
/// are seen to have happened. Whatever was done before is not done again.
final class Delivery {

    private static final int CONFLICT = 409;
    private static final int MOST_TRIES = 8;

    private final KubernetesClient client;
    private final Destination to;
    private final ClusterSettings settings;
    private final Shipment shipment;
    private final List<Shipment.Item> set;
    private final Links links;
    private final Rollouts rollouts;
    private final Consumer<String> reached;

    /// @param reached is told at each step, for tests that die or meddle there
    Delivery(
            KubernetesClient client,
            Destination to,
            ClusterSettings settings,
            Shipment shipment,
            Links links,
            Consumer<String> reached) {
        this.client = client;
        this.to = to;
        this.settings = settings;
        this.shipment = shipment;
        this.set = shipment.set().get();
        this.links = links;
        this.rollouts = new Rollouts(client, settings);
        this.reached = reached;
    }

    /// Whether the cluster would take it, as far as can be told.
    void judge() throws CannotApply {
        judge(read());
        rollouts.find();
    }

    Handover run(InstantSource clock, Pause pause) throws CannotApply, InterruptedException {
        var deadline = clock.instant().plus(settings.timeout());
        var deployments = rollouts.find();
        var config = written(clock);
        reached.accept("written");
        int restarted = 0;
        for (var deployment : deployments) {
            restarted +=
                    rollouts.restart(deployment, annotation(config, PolicyConfigMap.WRITTEN))
                            ? 1
                            : 0;
            reached.accept("restarted");
        }
        rollouts.await(deployments, clock, deadline, pause);
        readBack(config);
        return new Handover.Taken(said(deployments.size(), restarted));
    }

    private String said(int deployments, int restarted) {
        var what = "ConfigMap %s read back".formatted(settings.configMap());
        if (deployments == 0) {
            return what;
        }
        return "%s, %d of %d deployments restarted, all ready"
                .formatted(what, restarted, deployments);
    }

    /// Writes the ConfigMap, unless it has the set already. Whoever else writes it meanwhile is
    /// noticed by its resource version.
    private ConfigMap written(InstantSource clock) throws CannotApply {
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            var found = read();
            judge(found);
            var wanted = wanted(found);
            if (found != null
                    && has(found, wanted)
                    && !annotation(found, PolicyConfigMap.WRITTEN).isEmpty()) {
                return found;
            }
            var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            reached.accept("read");
            try {
                return write(found, wanted.delivered(shipment.key(), now));
            } catch (KubernetesClientException e) {
                if (e.getCode() != CONFLICT) {
                    throw e;
                }
            }
        }
        throw CannotApply.now(
                "somebody else keeps writing the ConfigMap %s; %d attempts met other changes"
                        .formatted(settings.configMap(), MOST_TRIES));
    }

    private ConfigMap write(@Nullable ConfigMap found, PolicyConfigMap wanted) {
        var all = client.configMaps().inNamespace(settings.namespace());
        if (found == null) {
            return all.resource(
                            new ConfigMapBuilder()
                                    .withNewMetadata()
                                    .withNamespace(wanted.namespace())
                                    .withName(wanted.name())
                                    .withLabels(wanted.labels())
                                    .withAnnotations(wanted.annotations())
                                    .endMetadata()
                                    .withData(wanted.data())
                                    .build())
                    .create();
        }
        return all.resource(
                        new ConfigMapBuilder(found)
                                .editMetadata()
                                .addToLabels(wanted.labels())
                                .addToAnnotations(wanted.annotations())
                                .endMetadata()
                                .withData(wanted.data())
                                .build())
                .lockResourceVersion(found.getMetadata().getResourceVersion())
                .update();
    }

    private PolicyConfigMap wanted(@Nullable ConfigMap found) {
        return PolicyConfigMap.of(
                to,
                settings,
                set,
                shipment.sequence(),
                prev(found),
                links.set(to, shipment.sequence()));
    }

    /// The manifest of the set before: what the cluster has now, unless it has this shipment.
    private Optional<String> prev(@Nullable ConfigMap found) {
        var sequence = sequence(found);
        if (found == null || sequence.isEmpty()) {
            return Optional.empty();
        }
        return sequence.getAsLong() == shipment.sequence()
                ? Optional.ofNullable(data(found).get(PolicyConfigMap.PREV))
                : Optional.of(links.manifest(to, sequence.getAsLong()));
    }

    private @Nullable ConfigMap read() {
        return client.configMaps()
                .inNamespace(settings.namespace())
                .withName(settings.configMap())
                .get();
    }

    /// Refuses what must not replace what is there.
    private void judge(@Nullable ConfigMap found) throws CannotApply {
        var sequence = sequence(found);
        if (found != null && sequence.isEmpty() && !data(found).isEmpty()) {
            throw CannotApply.ever(
                    "the ConfigMap %s in %s has data that HMS-SVC did not write; delete it, or choose another with configmap:"
                            .formatted(settings.configMap(), settings.namespace()));
        }
        if (sequence.isPresent() && sequence.getAsLong() > shipment.sequence()) {
            throw CannotApply.ever(
                    "the cluster has a set of sequence %d, which one of sequence %d must not undo"
                            .formatted(sequence.getAsLong(), shipment.sequence()));
        }
        var objection = EmptySet.objection(shipment, set, policies(found));
        if (objection.isPresent()) {
            throw CannotApply.ever(objection.get());
        }
    }

    private void readBack(ConfigMap config) throws CannotApply {
        var found = read();
        if (found == null) {
            throw CannotApply.now("the ConfigMap " + settings.configMap() + " is gone again");
        }
        if (!data(found).equals(data(config))
                || !annotation(found, PolicyConfigMap.SEQUENCE)
                        .equals(Long.toString(shipment.sequence()))) {
            throw CannotApply.now(
                    "the ConfigMap %s has %s (sequence %s) instead of %s (sequence %d)"
                            .formatted(
                                    settings.configMap(),
                                    annotation(found, PolicyConfigMap.DIGEST),
                                    annotation(found, PolicyConfigMap.SEQUENCE),
                                    annotation(config, PolicyConfigMap.DIGEST),
                                    shipment.sequence()));
        }
    }

    private static boolean has(ConfigMap found, PolicyConfigMap wanted) {
        return data(found).equals(wanted.data())
                && wanted.annotations().entrySet().stream()
                        .allMatch(one -> annotation(found, one.getKey()).equals(one.getValue()));
    }

    /// The ids of the policies in a ConfigMap; none where it only says where they are.
    private static List<String> policies(@Nullable ConfigMap found) {
        var ids = new ArrayList<String>();
        if (found != null) {
            try {
                var text = data(found).getOrDefault(PolicyConfigMap.CURRENT, "{}");
                EventCodec.mapper()
                        .readTree(text)
                        .path("policies")
                        .forEach(one -> ids.add(one.path("id").asString("")));
            } catch (JacksonException e) {
                ids.clear(); // somebody edited it by hand; what it was, nobody knows
            }
        }
        return ids;
    }

    private static OptionalLong sequence(@Nullable ConfigMap found) {
        var text = found == null ? "" : annotation(found, PolicyConfigMap.SEQUENCE);
        return text.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private static Map<String, String> data(ConfigMap config) {
        return Optional.ofNullable(config.getData()).orElse(Map.of());
    }

    private static String annotation(ConfigMap config, String name) {
        var annotations = config.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(name, "");
    }
}
