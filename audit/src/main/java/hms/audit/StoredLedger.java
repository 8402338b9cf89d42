package hms.audit;

import hms.ledger.EntryVisitor;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.ledger.LedgerUnreadable;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.TilePath;
import java.util.List;
import java.util.Optional;

/// A store as evidence, standing still at one head.
record StoredLedger(Ledger ledger, Head head) implements LedgerEvidence {

    @Override
    public String checkpoint() {
        return head.checkpoint();
    }

    @Override
    public long size() {
        return head.size();
    }

    @Override
    public Optional<Digest> statedRoot() {
        return Optional.of(head.root());
    }

    @Override
    public void read(long from, long to, EntryVisitor visitor) {
        ledger.read(from, to, visitor);
    }

    /// Above the leaves, a store keeps full tiles only, and makes the others from these.
    @Override
    public Optional<byte[]> tile(TilePath path) {
        return path.isPartial() && path.level() > 0
                ? Optional.empty()
                : ledger.tile(path.level(), path.index(), path.width());
    }

    @Override
    public BlobState blob(Digest name) {
        try {
            return ledger.sealedBlob(name).isPresent() ? BlobState.GOOD : BlobState.ABSENT;
        } catch (LedgerUnreadable _) {
            return BlobState.CHANGED;
        }
    }

    @Override
    public List<Finding> others(Ed25519Verifier ed25519) {
        return List.of();
    }

    @Override
    public void close() {}
}
