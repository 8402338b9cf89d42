package hms.audit;

import hms.ledger.EntryVisitor;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.ledger.LedgerRefused;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.NoteVerifier;
import hms.trust.TilePath;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /// The verifier key that the first entry names. It is as good as the evidence: to rely on it,
    /// compare it with what the log publishes elsewhere. Empty if there is no such entry.
    default Optional<NoteVerifier> statedKey() {
        return FirstEntry.key(this);
    }

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

    /// An export: its folder, or its `.tgz` file.
    ///
    /// @throws LedgerRefused if there is none, or what is there is something else
    static LedgerEvidence ofExport(Path export) {
        return Files.isRegularFile(export)
                ? ExportArchive.unpack(export)
                : new ExportFolder(export, export.toString());
    }

    /// A tiled log, as of its present checkpoint: what a server has under `/log`.
    ///
    /// @param where the log's address, for messages
    /// @throws LedgerRefused if it has no checkpoint
    static LedgerEvidence ofLog(LogFiles files, String where) {
        return new TiledLog(files, where);
    }
}
