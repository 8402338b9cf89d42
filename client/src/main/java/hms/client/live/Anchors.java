package hms.client.live;

import hms.trust.Ed25519PublicKey;
import hms.trust.NoteVerifier;
import java.util.Optional;
import java.util.Set;

/// What is believed without proof; everything else is held against it.
///
/// @param logKey the key that signs the log's checkpoints, with its name, the log's origin; empty
///     where the first one that is met is kept
/// @param approvers the keys whose approvals count; empty where any key counts that the server
///     delivers an approval of
/// @param required how many different keys have to have approved an artifact, at least 1
public record Anchors(
        Optional<NoteVerifier> logKey, Optional<Set<Ed25519PublicKey>> approvers, int required) {
    public Anchors {
        approvers = approvers.map(Set::copyOf);
        if (required < 1) {
            throw new IllegalArgumentException("at least 1 approver is required, not " + required);
        }
        if (approvers.isPresent() && approvers.get().size() < required) {
            throw new IllegalArgumentException(
                    required
                            + " approvers are required, and only "
                            + approvers.get().size()
                            + " keys are pinned; pin more, or require fewer");
        }
    }
}
