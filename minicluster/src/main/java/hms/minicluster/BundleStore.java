package hms.minicluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The bundle that was delivered to the cluster last, kept on disk: for replicas that come later,
/// and so that an older one is refused also after everything was started again.
final class BundleStore {
    /// How long a replica may take to look through a bundle.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private Optional<Held> held;

    /// @param text as it was delivered
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Held(long sequence, byte[] text) {}

    BundleStore(Path file) {
        this.file = file;
        this.held = read(file);
    }

    private static Optional<Held> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            var text = Files.readAllBytes(file);
            return Optional.of(new Held(Bundle.parse(text).sequence(), text));
        } catch (IOException | Reply.Refused e) {
            Log.line("the bundle " + file + " is passed over: " + e.getMessage());
            return Optional.empty();
        }
    }

    synchronized Optional<Held> held() {
        return held;
    }

    synchronized void keep(long sequence, byte[] text) throws IOException {
        OwnFile.write(file, text);
        held = Optional.of(new Held(sequence, text));
    }
}
