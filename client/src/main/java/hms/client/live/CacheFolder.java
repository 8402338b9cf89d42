package hms.client.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.client.wire.MalformedMessage;
import hms.client.wire.Message;
import hms.client.wire.MessageReader;
import hms.client.wire.MessageWriter;
import hms.trust.Digest;
import hms.trust.NoteVerifier;
import hms.trust.SignedNote;
import hms.trust.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The folder in which a client keeps what it has to know when it starts again, with a server or
/// without one:
///
/// ```
/// key                    the reader's key, where the program gave none
/// SERVER/log-key         the key of the server's log, as it was first met
/// SERVER/WHAT-1.json     the last good state; -2 and -3 are the ones before
/// ```
///
/// A state is a first line with the digest of the rest and the last verified checkpoint, then one
/// message, from which everything is verified anew. Files are written beside, forced to the disk,
/// and renamed. For one thread at a time.
public final class CacheFolder {
    private static final int GENERATIONS = 3;
    private static final String FORM = "hms-cache/v1";
    private static final int LONGEST_KEY_FILE = 1_000;

    private final Path folder;
    private final Path server;
    private final String what;

    /// @param server the server's address
    /// @param what environment and filters: another subscription has other files
    public CacheFolder(Path folder, String server, String what) {
        this.folder = folder;
        this.server = folder.resolve(name(server));
        this.what = name(what);
    }

    private static String name(String text) {
        return Digest.sha256(text.getBytes(UTF_8)).hex().substring(0, 16);
    }

    /// A state that was kept.
    ///
    /// @param change a snapshot, not verified yet
    /// @param checkpoint the last verified checkpoint, a signed note; empty if there was none
    public record Kept(Message.Change change, Optional<String> checkpoint) {}

    /// The kept states, the newest first.
    ///
    /// @param problems is told of those that cannot be read, which are passed over
    public List<Supplier<Optional<Kept>>> generations(Consumer<String> problems) {
        var kept = new ArrayList<Supplier<Optional<Kept>>>();
        for (var i = 1; i <= GENERATIONS; i++) {
            var file = generation(i);
            kept.add(() -> read(file, problems));
        }
        return kept;
    }

    private static Optional<Kept> read(Path file, Consumer<String> problems) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (IOException | MalformedMessage | IllegalArgumentException e) {
            problems.accept("the cached state " + file + " is passed over: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Kept parse(String text) {
        var end = text.indexOf('\n');
        var header = (end < 0 ? text : text.substring(0, end)).split(" ", 3);
        if (end < 0 || header.length < 2 || !header[0].equals(FORM)) {
            throw new IllegalArgumentException("it is no state of the form " + FORM);
        }
        var body = text.substring(end + 1);
        if (!Digest.sha256(body.getBytes(UTF_8)).hex().equals(header[1])) {
            throw new IllegalArgumentException("it was cut off or changed");
        }
        if (!(MessageReader.read(body) instanceof Message.Change change)) {
            throw new IllegalArgumentException("it holds no snapshot");
        }
        var note = header.length < 3 ? "" : header[2].replace('\t', '\n');
        return new Kept(change, Optional.of(note).filter(each -> !each.isEmpty()));
    }

    /// Keeps a state.
    ///
    /// @param isNew whether it is another state than the newest kept one: then the oldest goes
    public void save(Holdings holdings, Optional<SignedNote> checkpoint, boolean isNew)
            throws IOException {
        var body = MessageWriter.json(holdings.message()).toString();
        var note = checkpoint.map(each -> " " + each.toString().replace('\n', '\t')).orElse("");
        var digest = Digest.sha256(body.getBytes(UTF_8)).hex();
        Files.createDirectories(server);
        var fresh = beside(FORM + " " + digest + note + "\n" + body);
        for (var i = isNew ? GENERATIONS : 0; i > 1; i--) {
            if (Files.exists(generation(i - 1))) {
                move(generation(i - 1), generation(i));
            }
        }
        move(fresh, generation(1));
    }

    private Path generation(int number) {
        return server.resolve(what + "-" + number + ".json");
    }

    /// The log's key, if it was met before.
    public Optional<Verdict<NoteVerifier>> logKey() throws IOException {
        var file = server.resolve("log-key");
        return Files.exists(file)
                ? Optional.of(
                        Verdict.ofParsing(() -> NoteVerifier.parse(small(file)))
                                .fold(
                                        Verdict::accepted,
                                        reason -> Verdict.refused(file + ": " + reason)))
                : Optional.empty();
    }

    /// Keeps the log's key.
    public void pin(NoteVerifier key) throws IOException {
        Files.createDirectories(server);
        move(beside(key + "\n"), server.resolve("log-key"));
    }

    /// The reader's key that is kept here; made if there is none.
    public String key(Supplier<String> make) throws IOException {
        var file = folder.resolve("key");
        if (Files.exists(file)) {
            var key = small(file);
            if (!key.isEmpty()) {
                return key;
            }
        }
        var key = make.get();
        Files.createDirectories(server);
        move(beside(key + "\n"), file);
        return key;
    }

    private static String small(Path file) {
        try {
            var text = Files.size(file) > LONGEST_KEY_FILE ? "" : Files.readString(file);
            return text.strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path beside(String text) throws IOException {
        var file = Files.createTempFile(server, "new-", ".tmp");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return file;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
