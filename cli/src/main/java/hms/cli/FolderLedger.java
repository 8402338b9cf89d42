package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.DataFolder;
import hms.ledger.Ledger;
import hms.ledger.LedgerRefused;
import hms.ledger.sqlite.SqliteLedger;
import hms.trust.Checkpoint;
import hms.trust.MalformedException;
import hms.trust.NoteVerifier;
import hms.trust.OpenSshPrivateKey;
import hms.trust.SignedNote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The ledger of a data folder, for reading only: also while a server runs on it, and also if it is
/// damaged.
///
/// @param ledger the ledger
/// @param key the log's verifier key
/// @param file where it lies
record FolderLedger(Ledger ledger, NoteVerifier key, Path file) implements AutoCloseable {

    /// @param given the verifier key, where the user has it from elsewhere
    static FolderLedger open(Path path, Optional<NoteVerifier> given) {
        if (!Files.isDirectory(path)) {
            throw Failure.refused("There is no data folder " + path + ".", "Name one with --data.");
        }
        var folder = DataFolder.open(path);
        var ledger = SqliteLedger.openReadOnly(folder.database());
        try {
            return new FolderLedger(
                    ledger, given.orElseGet(() -> keyOf(folder, ledger)), folder.database());
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /// The folder's own key, under the name that the checkpoint has.
    private static NoteVerifier keyOf(DataFolder folder, Ledger ledger) {
        try {
            var note = SignedNote.parse(ledger.head().checkpoint());
            var name = Checkpoint.parse(note.text()).origin();
            var file = folder.read("log.key");
            if (file.isEmpty()) {
                throw new LedgerRefused(
                        "the key "
                                + folder.path().resolve("log.key")
                                + " is missing; restore it, or give the log's verifier key with"
                                + " --key");
            }
            var key = OpenSshPrivateKey.parse(new String(file.get(), UTF_8)).key();
            return new NoteVerifier(name, key.publicKey());
        } catch (MalformedException e) {
            throw new LedgerRefused(
                    "the log's key cannot be known here: "
                            + e.getMessage()
                            + "; give its verifier key with --key",
                    e);
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
