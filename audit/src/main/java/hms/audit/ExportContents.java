package hms.audit;

import hms.core.event.Event;
import hms.core.event.EventCodec;
import hms.core.event.IdentityEvent;
import hms.core.event.LiveEvent;
import hms.core.event.PolicyEvent;
import hms.core.state.ArtifactKey;
import hms.trust.Digest;
import hms.trust.Keyring;
import hms.trust.OpenSshKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What goes out beside the log: the blobs that are public, and the approvals of what was
/// published, each with the keys that were good when it was recorded.
///
/// @param blobs names
/// @param approvals in the order of the ledger
record ExportContents(Set<Digest> blobs, List<Approval> approvals) {

    /// @param id as the ledger has it
    /// @param statement blob of the statement
    /// @param signature blob of the signature
    /// @param allowedSigners the keys that were good at its entry
    record Approval(String id, Digest statement, Digest signature, String allowedSigners) {}

    /// What the entries name.
    static ExportContents of(LedgerEvidence evidence) {
        var reading = new Reading();
        evidence.read(
                0,
                evidence.size(),
                (index, entry) -> reading.take(index, EventCodec.decode(entry).event()));
        return reading.contents();
    }

    private static final class Reading {
        private final Map<ArtifactKey, PolicyEvent.ArtifactSubmitted> submitted = new HashMap<>();
        private final Map<String, Approval> approvals = new LinkedHashMap<>();
        private final Map<ArtifactKey, Set<String>> covering = new HashMap<>();
        private final Map<String, OpenSshKey> keys = new HashMap<>();
        private final Set<ArtifactKey> published = new LinkedHashSet<>();
        private Keyring keyring = Keyring.empty();

        void take(long index, Event event) {
            if (event instanceof IdentityEvent.KeyEnrolled e) {
                var key = OpenSshKey.parse(e.publicKey());
                keys.put(e.key(), key);
                keyring = keyring.enrol(key.publicKey(), e.owner(), Set.copyOf(e.roles()), index);
            } else if (event instanceof IdentityEvent.KeyRevoked e) {
                var key = keys.get(e.key());
                if (key != null) {
                    keyring = keyring.revoke(key.publicKey(), index);
                }
            } else if (event instanceof PolicyEvent.ArtifactSubmitted e) {
                submitted.put(new ArtifactKey(e.policy(), e.version()), e);
            } else if (event instanceof PolicyEvent.ApprovalCoverage e) {
                cover(e.approval(), e.covered());
            } else if (event instanceof PolicyEvent.ApprovalRecorded e) {
                cover(e.approval(), e.covered());
                approvals.put(
                        e.approval(),
                        new Approval(
                                e.approval(),
                                e.statement(),
                                e.signature(),
                                keyring.allowedSigners(index)));
            } else if (event instanceof LiveEvent.RulePublished e) {
                published.add(new ArtifactKey(e.policy(), e.version()));
            }
        }

        private void cover(String approval, List<ArtifactKey> covered) {
            covered.forEach(
                    key -> covering.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(approval));
        }

        ExportContents contents() {
            var blobs = new LinkedHashSet<Digest>();
            var ids = new LinkedHashSet<String>();
            for (var key : published) {
                var artifact = submitted.get(key);
                if (artifact != null) {
                    blobs.add(artifact.artifact());
                    artifact.files().forEach(file -> blobs.add(file.blob()));
                }
                ids.addAll(covering.getOrDefault(key, Set.of()));
            }
            var approved = approvals.values().stream().filter(a -> ids.contains(a.id())).toList();
            for (var approval : approved) {
                blobs.add(approval.statement());
                blobs.add(approval.signature());
            }
            return new ExportContents(blobs, approved);
        }
    }
}
