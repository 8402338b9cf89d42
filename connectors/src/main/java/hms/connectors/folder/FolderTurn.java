package hms.connectors.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The turn of whoever writes to a folder: a lock that the operating system takes back when its
/// holder dies.
final class FolderTurn implements AutoCloseable {

    private final FileChannel file;

    private FolderTurn(FileChannel file) {
        this.file = file;
    }

    static FolderTurn take(Path folder) throws IOException, CannotWrite {
        var file =
                FileChannel.open(
                        folder.resolve(".hms-lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (!locked(file)) {
            file.close();
            throw CannotWrite.now("another delivery is being written to the folder " + folder);
        }
        return new FolderTurn(file);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            @Nullable Object lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of ours
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
