package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.trust.Digest;
import hms.trust.NoteVerifier;
import hms.trust.Tile;
import hms.trust.TilePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/// Writes a ledger, as of its present head, into files that verify without it: the checkpoint, the
/// tree and the entries in the form of a tiled log, the blobs that are public, and the approvals of
/// what was published. [LedgerEvidence#ofExport] reads them back.
public final class LedgerExport {
    private final Ledger ledger;
    private final Head head;
    private final NoteVerifier key;

    private LedgerExport(Ledger ledger, NoteVerifier key) {
        this.ledger = ledger;
        this.head = ledger.head();
        this.key = key;
    }

    /// What was written.
    public record Summary(Path to, long entries, Digest root, int blobs, int approvals) {}

    /// Writes into a folder that is new or empty.
    ///
    /// @param key the log's verifier key
    /// @throws IOException if the folder has something in it, or cannot be written
    public static Summary toFolder(Ledger ledger, NoteVerifier key, Path folder)
            throws IOException {
        try (var sink = ExportSink.folder(folder)) {
            return new LedgerExport(ledger, key).write(sink, folder);
        }
    }

    /// Writes a new `.tgz` file.
    ///
    /// @param key the log's verifier key
    /// @throws IOException if the file is there already, or cannot be written
    public static Summary toArchive(Ledger ledger, NoteVerifier key, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new IOException(file + " exists already; name another file");
        }
        try (var sink = ExportSink.archive(file)) {
            return new LedgerExport(ledger, key).write(sink, file);
        }
    }

    private Summary write(ExportSink sink, Path to) throws IOException {
        var contents = ExportContents.of(LedgerEvidence.of(ledger, head));
        sink.put(ExportLayout.CHECKPOINT, head.checkpoint().getBytes(UTF_8));
        sink.put(ExportLayout.KEY, (key + "\n").getBytes(UTF_8));
        sink.put(ExportLayout.README, readme().getBytes(UTF_8));
        writeTiles(sink);
        writeEntries(sink);
        var blobs = 0;
        for (var name : contents.blobs()) {
            blobs += writeBlob(sink, name);
        }
        var approvals = 0;
        for (var approval : contents.approvals()) {
            approvals += writeApproval(sink, approval);
        }
        return new Summary(to, head.size(), head.root(), blobs, approvals);
    }

    private void writeTiles(ExportSink sink) throws IOException {
        for (var level = 0; TilePath.widthIn(head.size(), level, 0) > 0; level++) {
            for (var path : pathsOf(level)) {
                sink.put(
                        path.toString(),
                        ledger.tile(path.level(), path.index(), path.width()).orElseThrow());
            }
        }
    }

    private Iterable<TilePath> pathsOf(int level) {
        return () ->
                LongStream.iterate(0, n -> n + 1)
                        .mapToObj(n -> new Place(n, TilePath.widthIn(head.size(), level, n)))
                        .takeWhile(place -> place.width() > 0)
                        .map(place -> new TilePath(level, place.index(), place.width()))
                        .iterator();
    }

    private record Place(long index, int width) {}

    private void writeEntries(ExportSink sink) throws IOException {
        for (var first = 0L; first < head.size(); first += Tile.FULL) {
            var path = ExportLayout.bundle(first, head.size());
            var bundle = new ByteArrayOutputStream();
            ledger.read(
                    first,
                    first + path.width(),
                    (_, entry) -> {
                        bundle.write(entry.length >>> 8);
                        bundle.write(entry.length);
                        bundle.writeBytes(entry);
                    });
            sink.put(path.toString(), bundle.toByteArray());
        }
    }

    /// A blob that was erased has left its name only.
    private int writeBlob(ExportSink sink, Digest name) throws IOException {
        var blob = ledger.sealedBlob(name);
        if (blob.isEmpty()) {
            return 0;
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes(blob.get().salt());
        file.writeBytes(blob.get().content());
        sink.put(ExportLayout.blob(name), file.toByteArray());
        return 1;
    }

    private int writeApproval(ExportSink sink, ExportContents.Approval approval)
            throws IOException {
        var statement = ledger.blob(approval.statement());
        var signature = ledger.blob(approval.signature());
        if (statement.isEmpty() || signature.isEmpty()) {
            return 0;
        }
        var folder = ExportLayout.APPROVALS + approval.id();
        sink.put(folder + ExportLayout.STATEMENT, statement.get());
        sink.put(folder + ExportLayout.SIGNATURE, signature.get());
        sink.put(folder + ExportLayout.SIGNERS, approval.allowedSigners().getBytes(UTF_8));
        return 1;
    }

    private String readme() {
        return """
        # Export of the ledger %s

        %d entries, root %s (Base64 in `checkpoint`).

        Everything here can be checked without the program that wrote it:

        - `hms audit verify --export .` rebuilds the root from the entries and checks all that is here.
        - `checkpoint` is a signed note; its key is in `log.vkey`. Get that key from a second source
          before you rely on it.
        - `tile/` has the Merkle tree (RFC 6962) and `tile/entries/` the entries, in the layout of
          c2sp.org/tlog-tiles.
        - A file in `blobs/` is named by its own SHA-256: 16 bytes of salt, then the content.
        - In a folder of `approvals/`:

              who=$(ssh-keygen -Y find-principals -f allowed_signers -s statement.json.sig)
              ssh-keygen -Y verify -n policy-approval@hms -f allowed_signers -I "$who" \\
                  -s statement.json.sig < statement.json
        """
                .formatted(key.name(), head.size(), head.root());
    }
}
