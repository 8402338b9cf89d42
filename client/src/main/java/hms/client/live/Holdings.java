package hms.client.live;

import hms.artifact.SignedApproval;
import hms.client.wire.Message;
import hms.client.wire.Revision;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All policies of a revision, found good. Immutable.
///
/// @param env the environment
/// @param revision the revision
/// @param zone the legal zone
/// @param at the server's clock when it was sent
/// @param policies by id
public record Holdings(
        String env, Revision revision, ZoneId zone, Instant at, Map<String, Holding> policies) {
    public Holdings {
        policies = Map.copyOf(policies);
    }

    /// As one message, from which all of it can be had again.
    public Message.Change message() {
        var approvals = new HashMap<String, SignedApproval>();
        policies.values().forEach(holding -> approvals.putAll(holding.signatures()));
        return new Message.Change(
                env,
                revision.epoch(),
                0,
                revision.size(),
                true,
                true,
                Optional.of(zone),
                Optional.of(at),
                policies.values().stream()
                        .map(Holding::delivery)
                        .sorted(Comparator.comparing(delivery -> delivery.id()))
                        .toList(),
                List.of(),
                approvals);
    }

    /// The ids of the policies.
    public List<String> ids() {
        return policies.keySet().stream().sorted().toList();
    }
}
