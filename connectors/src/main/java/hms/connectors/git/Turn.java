package hms.connectors.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// The turn of this process among those of this program that use one repository: a lock that the
/// operating system takes back when its holder dies, in the file `hms-tagging` of the Git folder.
///
/// The file names the refs that its holder is changing. Whoever finds names in it knows that a
/// process died over them, and that lock files which Git left on these refs have no owner.
final class Turn implements AutoCloseable {

    private final Path gitFolder;
    private final FileChannel file;

    private Turn(Path gitFolder, FileChannel file) {
        this.gitFolder = gitFolder;
        this.file = file;
    }

    static Turn take(Path gitFolder) throws IOException, CannotTag {
        var file =
                FileChannel.open(
                        gitFolder.resolve("hms-tagging"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (!locked(file)) {
            file.close();
            throw CannotTag.now(
                    "Another process of HMS-SVC is tagging in " + gitFolder + "; try again");
        }
        var turn = new Turn(gitFolder, file);
        turn.clearUpAfterTheDead();
        return turn;
    }

    /// Says which refs change from here until [#close()]. That outlives the process, if not the
    /// machine.
    void changing(List<String> refs) throws IOException {
        var names = UTF_8.encode(String.join("\n", refs));
        while (names.hasRemaining()) {
            file.write(names);
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            nothingIsChanging();
        }
    }

    private void clearUpAfterTheDead() throws IOException {
        if (file.size() == 0) {
            return;
        }
        var refs = new String(Channels.newInputStream(file).readAllBytes(), UTF_8);
        for (var ref : refs.lines().toList()) {
            if (Repository.isValidRefName(ref) || ref.equals(Constants.PACKED_REFS)) {
                Files.deleteIfExists(gitFolder.resolve(ref + ".lock"));
            }
        }
        nothingIsChanging();
    }

    private void nothingIsChanging() throws IOException {
        file.truncate(0);
        file.position(0);
    }

    /// The lock lasts as long as the file is open.
    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
