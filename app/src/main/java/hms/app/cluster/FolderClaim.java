package hms.app.cluster;

import hms.cli.Clusters;
import hms.connectors.minicluster.ControlFile;
import hms.ledger.DataFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The right to start and end clusters of a data folder: a lock that the operating system takes
/// back when the process ends, however it ends.
final class FolderClaim implements Clusters.Claim {
    private final FileChannel channel;

    private FolderClaim(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws Clusters.Busy another command has it
    static FolderClaim of(Path dataFolder) {
        var clusters = ControlFile.clusters(DataFolder.open(dataFolder).path());
        var owner = clusters.resolve("owner");
        try {
            Files.createDirectories(clusters);
            var channel =
                    FileChannel.open(
                            clusters.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new Clusters.Busy(
                        Files.exists(owner) ? Files.readString(owner) : "a process");
            }
            Files.writeString(owner, "process " + ProcessHandle.current().pid());
            return new FolderClaim(channel);
        } catch (IOException e) {
            throw new Clusters.Trouble(
                    clusters + " cannot be used: " + LocalClusters.said(e),
                    "Check its owner, its mode, and its disk.");
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process has it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new Clusters.Trouble(
                    "The folder of the clusters could not be given up: " + LocalClusters.said(e),
                    "");
        }
    }
}
