package hms.connectors.kubernetes;

import hms.core.state.EnvironmentId;
import hms.runs.port.Bundle;
import hms.runs.port.Destination;
import hms.runs.port.Shipment;
import java.util.List;
import java.util.Optional;

/// What a cluster is given, as text: equal sets give equal bytes.
public final class Manifests {

    private Manifests() {}

    /// The manifest of the ConfigMap with a set, as JSON, which `kubectl apply -f` takes.
    ///
    /// @param to a target of kind `kubernetes`
    /// @param set what it has with the shipment of that sequence, ordered by policy and instant
    /// @param prev the URL of the manifest of the set before, if there was one
    /// @throws IllegalArgumentException if the target's settings cannot be used
    public static String of(
            Destination to,
            List<Shipment.Item> set,
            long sequence,
            Optional<String> prev,
            Links links) {
        try {
            var settings = ClusterSettings.parse(to.settings());
            return PolicyConfigMap.of(to, settings, set, sequence, prev, links.set(to, sequence))
                    .manifest();
        } catch (CannotApply e) {
            throw new IllegalArgumentException(to + ": " + e.reason(), e);
        }
    }

    /// A set as it stands in `data.current`, or behind the URL there: `{environment, sequence,
    /// digest, policies}`.
    public static String set(EnvironmentId environment, List<Shipment.Item> set, long sequence) {
        return Bundle.of(environment, sequence, set).toString();
    }
}
