package hms.audit;

import hms.ledger.EntryVisitor;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.TilePath;
import java.util.List;
import java.util.Optional;

/// What is there to verify: a log's checkpoint, its entries, and everything kept beside them that
/// should say the same. Nothing of it is believed.
///
/// What should be there and cannot be read is thrown as [hms.ledger.LedgerUnreadable].
public interface LedgerEvidence extends AutoCloseable {

    /// What a blob turned out to be.
    enum BlobState {
        /// Here, and its content hashes to its name.
        GOOD,
        /// Not here: erased, not published, or not the name of a blob.
        ABSENT,
        /// Here, with other content than its name says.
        CHANGED
    }

    /// The signed note that states the size and the root.
    String checkpoint();

    /// How many entries are kept, by their keeper's account.
    long size();

    /// The root by their keeper's account, if that keeps one beside the checkpoint.
    Optional<Digest> statedRoot();

    /// Shows the entries from `from` up to, without, `to`; ends at the first that cannot be read.
    void read(long from, long to, EntryVisitor visitor);

    /// A tile as it is kept, not as it would be rebuilt from the entries; empty if none is kept
    /// there.
    Optional<byte[]> tile(TilePath path);

    BlobState blob(Digest name);

    /// What else does not fit: what is there and should not be, or is not what the entries say.
    /// Asked last.
    List<Finding> others(Ed25519Verifier ed25519);

    @Override
    void close();

    /// A store, as of its present head. Closing this leaves the store open.
    static LedgerEvidence of(Ledger ledger) {
        return new StoredLedger(ledger, ledger.head());
    }

    /// A store, as of a head that it has had.
    static LedgerEvidence of(Ledger ledger, Head head) {
        return new StoredLedger(ledger, head);
    }
}
