package hms.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.state.EnvironmentId;
import hms.runs.port.Shipment;
import hms.runs.port.Shipment.Item;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Shipments for targets in tests.
public final class Shipments {

    public static final EnvironmentId STAGING = new EnvironmentId("staging");

    private Shipments() {}

    public static Item item(String policy, String version) {
        return item(
                policy, version, "id: " + policy + "\nversion: " + version + "\nlimit: 35 µg\n");
    }

    public static Item item(String policy, String version, String text) {
        var bytes = text.getBytes(UTF_8);
        return new Item(
                PolicyId.of(policy),
                Version.of(version),
                Digest.sha256(bytes),
                bytes,
                text.startsWith("{"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Optional.empty());
    }

    /// One in which all that the target has changes.
    public static Shipment of(long sequence, Item... items) {
        return of(sequence, List.of(items), List.of(), List.of(items));
    }

    public static Shipment of(
            long sequence, List<Item> items, List<PolicyId> gone, List<Item> set) {
        return new Shipment(
                STAGING,
                "run-184/staging/" + sequence,
                sequence,
                Optional.of(Digest.sha256(new byte[] {(byte) sequence})),
                items,
                gone,
                () -> set);
    }
}
