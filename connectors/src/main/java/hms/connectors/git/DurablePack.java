package hms.connectors.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.ObjectInserter;

/// Writes objects into a pack, which is on the disk once it is flushed. Thousands of objects in
/// files of their own would each wait for the disk.
final class DurablePack extends ObjectInserter.Filter {

    private final ObjectInserter pack;
    private final Path folder;

    DurablePack(ObjectDirectory objects) {
        this.pack = objects.newPackInserter();
        this.folder = objects.getPackDirectory().toPath();
    }

    @Override
    protected ObjectInserter delegate() {
        return pack;
    }

    @Override
    public void flush() throws IOException {
        var before = files();
        pack.flush();
        for (var file : files()) {
            if (!before.contains(file)) {
                try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }

    private Set<Path> files() throws IOException {
        var found = new HashSet<Path>();
        if (Files.isDirectory(folder)) {
            try (var entries = Files.newDirectoryStream(folder)) {
                entries.forEach(found::add);
            }
        }
        return found;
    }
}
