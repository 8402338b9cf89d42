package hms.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.trust.Ed25519PrivateKey;
import hms.trust.MalformedException;
import hms.trust.OpenSshPrivateKey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// Where an embedded store lives on disk, and what is in there. For its owner's eyes only (0700);
/// every file is written so that a crash leaves the old one or the new one.
///
/// | file | what |
/// |---|---|
/// | `ledger.db` | the ledger (and, beside it while it is open, `-wal` and `-shm`) |
/// | `log.key` | the key that signs checkpoints, in OpenSSH's form |
/// | `blob.secret` | what blob names are salted with |
/// | `lock`, `owner` | which process owns the folder (see [OwnerLock]) |
/// | `server.json` | where the owner is to be reached: a hint, the lock is the truth |
/// | `admin-token` | what the command line on this machine identifies itself with |
/// | `reserve` | room kept for when the disk is full |
/// | `snapshot-…` | what the ledger folds to, for a quick start; may be deleted |
public final class DataFolder {
    /// How much room the reserve keeps, in bytes.
    public static final int RESERVE_BYTES = 8 * 1024 * 1024;

    private static final String DATABASE = "ledger.db";
    private static final String LOG_KEY = "log.key";
    /// The file of what blob names are salted with.
    public static final String BLOB_SECRET = "blob.secret";
    private static final String RESERVE = "reserve";

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    /// The folder at `path`, made if it is not there.
    ///
    /// @throws LedgerRefused it is not a folder, or cannot be made or written
    public static DataFolder open(Path path) {
        var absolute = path.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw new LedgerRefused(
                    "the data folder " + absolute + " is not a folder; name another with --data");
        }
        if (!Files.isDirectory(absolute)) {
            make(absolute);
        }
        if (!Files.isWritable(absolute)) {
            throw new LedgerRefused(
                    "the data folder "
                            + absolute
                            + " cannot be written by this user; check its owner,"
                            + " its mode and how its disk is mounted, or name another with --data");
        }
        return new DataFolder(absolute);
    }

    public Path path() {
        return path;
    }

    public Path database() {
        return path.resolve(DATABASE);
    }

    public Path serverJson() {
        return path.resolve("server.json");
    }

    public Path adminToken() {
        return path.resolve("admin-token");
    }

    /// Tries to own this folder.
    ///
    /// @param description who asks and since when, for those who will find it owned
    public Ownership own(String description) {
        return OwnerLock.tryAcquire(path, description);
    }

    /// The key that signs checkpoints; a new one on first use.
    ///
    /// @throws LedgerRefused it is gone or spoiled while the ledger is there, or cannot be read or
    ///     written
    public Ed25519PrivateKey logKey(SecureRandom random) {
        var file = path.resolve(LOG_KEY);
        var found = read(LOG_KEY);
        if (found.isPresent()) {
            try {
                return OpenSshPrivateKey.parse(new String(found.get(), UTF_8)).key();
            } catch (MalformedException e) {
                throw new LedgerRefused(
                        file
                                + " cannot be used: "
                                + e.getMessage()
                                + "; restore it from a backup of this folder",
                        e);
            }
        }
        requireNoLedger(file);
        var key = Ed25519PrivateKey.generate(random);
        write(LOG_KEY, new OpenSshPrivateKey(key, "hms log").format().getBytes(UTF_8));
        return key;
    }

    /// What seals blobs, with this folder's secret; a new one on first use.
    ///
    /// @throws LedgerRefused the secret is gone or spoiled while the ledger is there, or cannot be
    ///     read or written
    public BlobSealer blobSealer(SecureRandom random) {
        var file = path.resolve(BLOB_SECRET);
        var found = read(BLOB_SECRET);
        if (found.isPresent()) {
            if (found.get().length != BlobSealer.SECRET_BYTES) {
                throw new LedgerRefused(
                        file
                                + " has "
                                + found.get().length
                                + " bytes, not "
                                + BlobSealer.SECRET_BYTES
                                + "; restore it from a backup of this folder");
            }
            return new BlobSealer(found.get());
        }
        requireNoLedger(file);
        var secret = new byte[BlobSealer.SECRET_BYTES];
        random.nextBytes(secret);
        write(BLOB_SECRET, secret);
        return new BlobSealer(secret);
    }

    /// The content of a file in this folder, if it is there.
    public Optional<byte[]> read(String name) {
        var file = path.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw refused("read", file, e);
        }
    }

    /// Puts a file into this folder, durably and all at once.
    public void write(String name, byte[] content) {
        var file = path.resolve(name);
        try {
            DurableFile.write(file, content);
        } catch (IOException e) {
            throw refused("write", file, e);
        }
    }

    /// Takes a file out of this folder, if it is there.
    public void delete(String name) {
        var file = path.resolve(name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw refused("delete", file, e);
        }
    }

    /// Sets room aside, so that there will be some left for a halt and a rollback when the disk is
    /// full. Leaves it if there is hardly more room than that.
    ///
    /// @return whether it is set aside now
    public boolean keepReserve() {
        var file = path.resolve(RESERVE);
        try {
            if (Files.exists(file) && Files.size(file) == RESERVE_BYTES) {
                return true;
            }
            if (Files.getFileStore(path).getUsableSpace() < 2L * RESERVE_BYTES) {
                return false;
            }
            // written, not only declared: a file with holes keeps no room
            DurableFile.write(file, new byte[RESERVE_BYTES]);
            return true;
        } catch (IOException e) {
            throw refused("write", file, e);
        }
    }

    /// Gives the reserve up.
    ///
    /// @return whether there was one
    public boolean releaseReserve() {
        var file = path.resolve(RESERVE);
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw refused("delete", file, e);
        }
    }

    private void requireNoLedger(Path missing) {
        if (Files.exists(database())) {
            throw new LedgerRefused(
                    missing
                            + " is missing, but the ledger beside it was made with it; restore it from"
                            + " a backup of this folder");
        }
    }

    private static void make(Path folder) {
        try {
            var parent = folder.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, DurableFile.permissions(folder, "rwx------"));
            DurableFile.syncFolder(folder);
        } catch (IOException e) {
            // two processes may make it at once
            if (!Files.isDirectory(folder)) {
                throw refused("make the data folder", folder, e);
            }
        }
    }

    static LedgerRefused refused(String attempted, Path file, IOException e) {
        return new LedgerRefused("could not " + attempted + " " + file + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "this user may not; check its owner and mode, or name another data folder with --data";
        }
        var reason = e instanceof FileSystemException fault ? fault.getReason() : e.getMessage();
        if (reason != null && reason.startsWith("No space left")) {
            return "the disk is full; free some room and try again";
        }
        return (reason == null ? e.getClass().getSimpleName() : reason)
                + "; check the disk, or name another data folder with --data";
    }
}
