package hms.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The right to write in a data folder: a lock on its file `lock`, which the operating system
/// takes back when the process ends, however it ends. Who holds it is described in the file
/// `owner` beside it.
///
/// The lock file itself is never read: where locks belong to processes (POSIX), closing any handle
/// of it would let the lock go. For the same reason this process remembers what it owns, and does
/// not open that file twice.
public final class OwnerLock implements AutoCloseable {
    private static final Logger LOG = System.getLogger(OwnerLock.class.getName());
    private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();
    private static final String LOCK = "lock";
    private static final String OWNER = "owner";

    private final Path folder;
    private final FileChannel channel;
    private boolean isHeld = true;

    private OwnerLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Takes the lock of a folder if nobody has it.
    ///
    /// @param description who asks and since when, for those who come later
    /// @throws LedgerRefused the folder cannot be written
    static Ownership tryAcquire(Path folder, String description) {
        try {
            var real = folder.toRealPath();
            if (!OWNED_HERE.add(real)) {
                return new Ownership.Theirs(describe(real));
            }
            var lock = acquire(real);
            if (lock == null) {
                OWNED_HERE.remove(real);
                return new Ownership.Theirs(describe(real));
            }
            lock.describeAs(description);
            return new Ownership.Ours(lock);
        } catch (IOException e) {
            throw DataFolder.refused("own the data folder", folder, e);
        }
    }

    private static @Nullable OwnerLock acquire(Path real) throws IOException {
        FileLock lock = null;
        FileChannel channel = null;
        try {
            DurableFile.createEmpty(real.resolve(LOCK));
            channel = FileChannel.open(real.resolve(LOCK), StandardOpenOption.WRITE);
            lock = channel.tryLock();
            return lock == null ? null : new OwnerLock(real, channel);
        } catch (IOException e) {
            OWNED_HERE.remove(real);
            throw e;
        } finally {
            if (lock == null && channel != null) {
                channel.close();
            }
        }
    }

    /// A hint for people: a disk too full for it must not keep the owner out.
    private void describeAs(String description) {
        try {
            DurableFile.write(folder.resolve(OWNER), description.getBytes(UTF_8));
        } catch (IOException _) {
            LOG.log(
                    Level.WARNING,
                    "could not write {0}: others will not see who owns the folder",
                    folder.resolve(OWNER));
        }
    }

    private static Owner describe(Path folder) throws IOException {
        var file = folder.resolve(OWNER);
        return new Owner(Files.exists(file) ? Files.readString(file) : "another process");
    }

    /// Gives the folder up.
    @Override
    public synchronized void close() {
        if (!isHeld) {
            return;
        }
        isHeld = false;
        try {
            Files.deleteIfExists(folder.resolve(OWNER));
            channel.close();
        } catch (IOException e) {
            throw DataFolder.refused("give up the data folder", folder, e);
        } finally {
            OWNED_HERE.remove(folder);
        }
    }
}
