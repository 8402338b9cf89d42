package hms.connectors.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.event.EventCodec;
import hms.runs.port.Bundle;
import hms.runs.port.Destination;
import hms.runs.port.Shipment;
import hms.trust.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A ConfigMap with a target's set, before it is one of any client library.
///
/// @param data `current`: the set, or where it is; `prev`: where the manifest of the set before is,
///     if there was one
record PolicyConfigMap(
        String namespace,
        String name,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        SortedMap<String, String> data) {

    static final String CURRENT = "current";
    static final String PREV = "prev";
    static final String SEQUENCE = "hms-svc/sequence";
    static final String DIGEST = "hms-svc/digest";
    static final String KEY = "hms-svc/key";
    static final String WRITTEN = "hms-svc/written";

    /// Longest set that stands in the ConfigMap itself; a cluster takes a mebibyte in all.
    static final int LONGEST = 900 * 1024;

    PolicyConfigMap {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
        data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    }

    /// @param prev the URL of the manifest of the set before
    /// @param setUrl where the set is if it is too long
    static PolicyConfigMap of(
            Destination to,
            ClusterSettings settings,
            List<Shipment.Item> set,
            long sequence,
            Optional<String> prev,
            String setUrl) {
        var data = new TreeMap<String, String>();
        data.put(CURRENT, current(to, set, sequence, setUrl));
        prev.ifPresent(url -> data.put(PREV, url));
        return new PolicyConfigMap(
                settings.namespace(),
                settings.configMap(),
                new TreeMap<>(Map.of("app.kubernetes.io/managed-by", "hms-svc")),
                new TreeMap<>(
                        Map.of(
                                SEQUENCE,
                                Long.toString(sequence),
                                DIGEST,
                                Bundle.digest(set).toString())),
                data);
    }

    private static String current(
            Destination to, List<Shipment.Item> set, long sequence, String setUrl) {
        var whole = Manifests.set(to.environment(), set, sequence);
        var bytes = whole.getBytes(UTF_8);
        return bytes.length <= LONGEST
                ? whole
                : Bundle.about(to.environment(), sequence, set)
                        .put("url", setUrl)
                        .put("sha256", Digest.sha256(bytes).hex())
                        .toString();
    }

    /// With what only a delivery knows.
    ///
    /// @param written when it was written
    PolicyConfigMap delivered(String key, String written) {
        var more = new TreeMap<>(annotations);
        more.put(KEY, key);
        more.put(WRITTEN, written);
        return new PolicyConfigMap(namespace, name, labels, more, data);
    }

    /// As `kubectl apply` takes it.
    String manifest() {
        var manifest = EventCodec.mapper().createObjectNode();
        manifest.put("apiVersion", "v1");
        manifest.put("kind", "ConfigMap");
        var metadata = manifest.putObject("metadata");
        metadata.put("namespace", namespace);
        metadata.put("name", name);
        labels.forEach(metadata.putObject("labels")::put);
        annotations.forEach(metadata.putObject("annotations")::put);
        data.forEach(manifest.putObject("data")::put);
        return manifest.toPrettyString() + "\n";
    }
}
