package hms.runs.port;

import hms.core.event.EventCodec;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Shipments as JSON, the same for targets of every kind. Equal contents give equal bytes.
public final class Bundle {

    private Bundle() {}

    /// What changes: `{sequence, digest, package, policies, gone}`.
    public static ObjectNode of(Shipment shipment) {
        var bundle = EventCodec.mapper().createObjectNode();
        bundle.put("sequence", shipment.sequence());
        bundle.put("digest", shipment.digest().toString());
        bundle.put("package", shipment.release().map(Digest::toString).orElse(null));
        var policies = bundle.putArray("policies");
        shipment.items().forEach(item -> policies.add(withText(item)));
        var gone = bundle.putArray("gone");
        shipment.gone().forEach(id -> gone.add(id.text()));
        return bundle;
    }

    /// Everything that a target has: `{environment, sequence, digest, policies}`.
    ///
    /// @param sequence of the last shipment to it
    public static ObjectNode of(EnvironmentId environment, long sequence, List<Shipment.Item> set) {
        var bundle = about(environment, sequence, set);
        var policies = bundle.putArray("policies");
        set.forEach(item -> policies.add(withText(item)));
        return bundle;
    }

    /// As [#of(EnvironmentId, long, List)], without the policies.
    public static ObjectNode about(
            EnvironmentId environment, long sequence, List<Shipment.Item> set) {
        var bundle = EventCodec.mapper().createObjectNode();
        bundle.put("environment", environment.value());
        bundle.put("sequence", sequence);
        bundle.put("digest", digest(set).toString());
        return bundle;
    }

    /// What says which version an item is, and when it is in force: `{id, version, digest, from,
    /// until, mediaType}`.
    public static ObjectNode item(Shipment.Item item) {
        var node = EventCodec.mapper().createObjectNode();
        node.put("id", item.policy().text());
        node.put("version", item.version().toString());
        node.put("digest", item.digest().toString());
        node.put("from", item.from().toString());
        node.put("until", item.until().map(Object::toString).orElse(null));
        node.put("mediaType", item.json() ? "application/json" : "application/yaml");
        return node;
    }

    /// What a whole set can be recognised by: SHA-256 over a line for each item (`id version
    /// sha256:…`), in the order of the lines.
    public static Digest digest(List<Shipment.Item> set) {
        var lines = set.stream().map(Shipment.Item::line).sorted(Comparator.naturalOrder());
        return Digest.sha256(lines.collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode withText(Shipment.Item item) {
        return item(item).put("artifact", new String(item.bytes(), StandardCharsets.UTF_8));
    }
}
