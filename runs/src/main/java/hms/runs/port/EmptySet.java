package hms.runs.port;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Whether a target may be left without any policy: only if the shipment says so of each that it
/// has.
public final class EmptySet {

    private EmptySet() {}

    /// @param set what the target is to have
    /// @param had ids of the policies that it has
    /// @return why the set must not be applied; empty if it may
    public static Optional<String> objection(
            Shipment shipment, List<Shipment.Item> set, Collection<String> had) {
        if (!set.isEmpty()) {
            return Optional.empty();
        }
        var staying = new TreeSet<>(had);
        shipment.gone().forEach(id -> staying.remove(id.text()));
        if (!shipment.gone().isEmpty() && staying.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                "the set is empty, and the shipment does not say that all policies are gone%s; an empty set is never applied"
                        .formatted(
                                staying.isEmpty() ? "" : " (" + String.join(", ", staying) + ")"));
    }
}
