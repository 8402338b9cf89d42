package hms.client.wire;

import hms.artifact.PolicyId;
import hms.artifact.SignedApproval;
import hms.trust.Digest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One message of the stream of live values.
public sealed interface Message {

    /// What changed between two sizes of the ledger.
    ///
    /// @param env the environment
    /// @param epoch the ledger's epoch
    /// @param from the first entry that is taken into account
    /// @param to the first that is not
    /// @param commit whether this completes a revision, so that what was gathered may be shown
    /// @param reset whether everything from before is to be forgotten
    /// @param zone the legal zone; empty where it is the one said before
    /// @param at the server's clock
    /// @param policies those that changed, whole
    /// @param gone those that the subscriber no longer asks for, by their tags
    /// @param approvals what the artifacts' approvals point to
    record Change(
            String env,
            long epoch,
            long from,
            long to,
            boolean commit,
            boolean reset,
            Optional<ZoneId> zone,
            Optional<Instant> at,
            List<Delivery> policies,
            List<PolicyId> gone,
            Map<String, SignedApproval> approvals)
            implements Message {
        public Change {
            policies = List.copyOf(policies);
            gone = List.copyOf(gone);
            approvals = Map.copyOf(approvals);
        }

        /// The revision that this completes, if it is a commit.
        public Revision revision() {
            return new Revision(epoch, to);
        }
    }

    /// A sign of life, and what the log says of itself.
    ///
    /// @param at the server's clock
    /// @param size of the checkpoint's tree
    /// @param checkpoint a C2SP signed note
    /// @param consistency that the log only grew since the checkpoint before
    record Heartbeat(
            String env,
            long epoch,
            Instant at,
            long size,
            String checkpoint,
            Optional<Consistency> consistency)
            implements Message {}

    /// That the tree of `from` leaves is a prefix of another.
    record Consistency(long from, List<Digest> hashes) {
        public Consistency {
            hashes = List.copyOf(hashes);
        }
    }

    /// The server ends the stream.
    ///
    /// @param code why, for programs: `token-expired`, …
    /// @param detail why, for people
    record End(String code, String detail) implements Message {}

    /// A message of a kind that this program does not know. It means nothing to it.
    record Other(String type) implements Message {}
}
