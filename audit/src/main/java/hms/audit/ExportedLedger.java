package hms.audit;

import hms.ledger.LedgerRefused;
import hms.trust.NoteVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// An export as evidence.
public interface ExportedLedger extends LedgerEvidence {

    /// The verifier key that the export brings along. It is as good as the export: to rely on it,
    /// compare it with the one that the log publishes elsewhere.
    Optional<NoteVerifier> statedKey();

    /// Opens an export: its folder, or its `.tgz` file.
    ///
    /// @throws LedgerRefused if there is none, or what is there is something else
    static ExportedLedger open(Path export) {
        return Files.isRegularFile(export)
                ? ExportArchive.unpack(export)
                : new ExportFolder(export);
    }
}
