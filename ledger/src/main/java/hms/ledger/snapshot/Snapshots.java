package hms.ledger.snapshot;

import hms.core.state.State;
import hms.ledger.DataFolder;
import hms.ledger.DurableFile;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.ledger.LedgerFault;
import hms.ledger.LogTiles;
import hms.trust.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The snapshots in a data folder, two at most: files `snapshot-<epoch>-<size>`.
///
/// A file is a header (see [Header]), the state (see [StateForm]), and the SHA-256 of both. It is
/// used if it is what was written, was made by this version of the fold, and if the ledger has, at
/// its size, the root that it names. Whatever is wrong with it, it is passed over and said in the
/// log, and the ledger is folded from an older one or from the beginning.
public final class Snapshots {
    private static final Logger LOG = System.getLogger(Snapshots.class.getName());
    private static final Pattern NAME = Pattern.compile("snapshot-(\\d{1,9})-(\\d{1,15})");

    /// What a crash in the middle of writing leaves.
    private static final Pattern UNFINISHED =
            Pattern.compile(NAME.pattern() + Pattern.quote(DurableFile.TEMPORARY));

    /// Less room than this on the disk is left to the ledger.
    private static final long ROOM_BYTES = 4L * DataFolder.RESERVE_BYTES;

    private final Path folder;

    public Snapshots(Path folder) {
        this.folder = folder;
    }

    /// A snapshot's file, and what its name says.
    private record Kept(Path file, long epoch, long size) {}

    /// Keeps a state, and of the older ones the newest. That it cannot is said in the log, and does
    /// no harm.
    ///
    /// @param head the head that the state was folded up to
    /// @return whether it is kept now
    public boolean write(State state, Head head) {
        var header = Header.of(state, head);
        var file = folder.resolve("snapshot-" + head.epoch() + "-" + head.size());
        try {
            requireRoom();
            DurableFile.write(file, stream -> write(header, state, stream));
            prune(head);
            return true;
        } catch (IOException | UncheckedIOException e) {
            LOG.log(
                    Level.WARNING,
                    "could not keep a snapshot in {0}: {1}; the next start takes longer",
                    file,
                    e.getMessage());
            return false;
        }
    }

    private static void write(Header header, State state, OutputStream stream) throws IOException {
        var hashing = new DigestOutputStream(stream, sha256());
        hashing.write(header.bytes());
        var out = new Out(hashing);
        StateForm.write(out, state);
        out.flush();
        stream.write(hashing.getMessageDigest().digest());
    }

    /// The newest snapshot that fits the ledger.
    public Optional<State> newest(Ledger ledger) {
        return newest(ledger, Long.MAX_VALUE);
    }

    /// The newest snapshot that fits the ledger and has at most so many of its entries.
    public Optional<State> newest(Ledger ledger, long most) {
        try {
            for (var kept : newestFirst()) {
                if (kept.size() > most) {
                    continue;
                }
                var state = read(kept.file(), ledger);
                if (state.isPresent()) {
                    return state;
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "could not look for snapshots in " + folder, e);
        }
        return Optional.empty();
    }

    private static Optional<State> read(Path file, Ledger ledger) {
        try {
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            var content = verified(bytes);
            var header = Header.read(content);
            require(ledger, header);
            var in = new In(content);
            var state = StateForm.read(in);
            if (!in.atEnd() || state.size() != header.size()) {
                throw new UnfitSnapshot("is not what its header says");
            }
            return Optional.of(state);
        } catch (UnfitSnapshot | LedgerFault e) {
            LOG.log(Level.WARNING, "{0} is not used: it {1}", file, e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, file + " is not used: it cannot be read", e);
        }
        return Optional.empty();
    }

    /// What is ahead of the digest, if that is the digest of it.
    private static ByteBuffer verified(ByteBuffer bytes) {
        int length = bytes.remaining() - Digest.LENGTH;
        if (length < Header.LENGTH) {
            throw new UnfitSnapshot("was cut off");
        }
        var content = bytes.slice(0, length);
        var hash = sha256();
        hash.update(content.duplicate());
        var stated = new byte[Digest.LENGTH];
        bytes.get(length, stated);
        if (!Digest.of(hash.digest()).equals(Digest.of(stated))) {
            throw new UnfitSnapshot("was changed: its digest is another");
        }
        return content;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256, but this one", e);
        }
    }

    private static void require(Ledger ledger, Header header) {
        if (header.fold() != State.FOLD_VERSION || header.form() != StateForm.VERSION) {
            throw new UnfitSnapshot("was made by another version of this program");
        }
        var head = ledger.head();
        if (header.epoch() != head.epoch()) {
            throw new UnfitSnapshot(
                    "is of epoch " + header.epoch() + ", and the ledger is in " + head.epoch());
        }
        if (header.size() > head.size()) {
            throw new UnfitSnapshot(
                    "has " + header.size() + " entries folded, and the ledger has " + head.size());
        }
        if (!new LogTiles(ledger).rootAt(header.size()).equals(header.root())) {
            throw new UnfitSnapshot("is of another history: the ledger's root is another there");
        }
    }

    private void requireRoom() throws IOException {
        var newest = newestFirst().stream().findFirst();
        long like = newest.isPresent() ? Files.size(newest.get().file()) : 0;
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < 2 * like + ROOM_BYTES) {
            throw new IOException("only " + room + " bytes are left on its disk");
        }
    }

    /// Leaves the one just written and one older. What is ahead of it, or of another epoch, is of a
    /// history that is gone.
    private void prune(Head written) throws IOException {
        int left = 2;
        for (var kept : newestFirst()) {
            boolean fits = kept.epoch() == written.epoch() && kept.size() <= written.size();
            if (!fits || left-- <= 0) {
                Files.deleteIfExists(kept.file());
            }
        }
        for (var file : files()) {
            if (UNFINISHED.matcher(String.valueOf(file.getFileName())).matches()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Kept> newestFirst() throws IOException {
        return files().stream()
                .flatMap(file -> kept(file).stream())
                .sorted(
                        Comparator.comparingLong(Kept::epoch)
                                .thenComparingLong(Kept::size)
                                .reversed())
                .toList();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Optional<Kept> kept(Path file) {
        var name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                ? Optional.of(
                        new Kept(
                                file, Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                : Optional.empty();
    }
}
