package hms.runs.port;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one target is to have from now on.
///
/// @param key the same in every attempt at this shipment, so that a target can tell a repetition
/// @param sequence index of the ledger entry that it rests on. It grows with every shipment; a
///     target that can refuses one below what it had
/// @param release digest of the package that it comes from; absent where it does not come from one
/// @param items the versions that change, of the policies that the target selects
/// @param gone policies of which it is to have no version any more
/// @param set everything that the target is to have, with what changes; worked out when asked for,
///     ordered by policy and instant
public record Shipment(
        EnvironmentId environment,
        String key,
        long sequence,
        Optional<Digest> release,
        List<Item> items,
        List<PolicyId> gone,
        Supplier<List<Item>> set) {

    public Shipment {
        items = List.copyOf(items);
        gone = List.copyOf(gone);
    }

    /// One version of a policy.
    ///
    /// @param digest SHA-256 of the exact bytes
    /// @param json whether the bytes are JSON; else they are YAML
    /// @param from when it is in force
    /// @param until first instant at which it no longer is
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    public record Item(
            PolicyId policy,
            Version version,
            Digest digest,
            byte[] bytes,
            boolean json,
            Instant from,
            Optional<Instant> until) {

        String line() {
            return policy + " " + version + " " + digest + "\n";
        }
    }

    /// What a target that has the shipment can be recognised by: SHA-256 over a line for each item
    /// (`id version sha256:…`) and each policy that is gone (`id -`), ordered by policy.
    public Digest digest() {
        var lines =
                Stream.concat(items.stream().map(Item::line), gone.stream().map(id -> id + " -\n"));
        return Digest.sha256(
                lines.sorted(Comparator.naturalOrder())
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8));
    }
}
