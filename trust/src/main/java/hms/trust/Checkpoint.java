package hms.trust;

import java.util.Arrays;
import java.util.List;

/// What a log states about itself when it signs: how many entries it has, and the root of the tree
/// over them (C2SP tlog-checkpoint).
///
/// @param origin the log's identity
/// @param size the number of entries
/// @param root the root over them
/// @param extensions further lines, opaque; our logs write none
public record Checkpoint(String origin, long size, Digest root, List<String> extensions) {

    public Checkpoint {
        extensions = List.copyOf(extensions);
        requireLine(origin, "the origin");
        extensions.forEach(line -> requireLine(line, "an extension line"));
        if (size < 0) {
            throw new MalformedException("a log cannot have " + size + " entries");
        }
        if (size == 0 && !root.equals(Merkle.emptyRoot())) {
            throw new MalformedException(
                    "the root of an empty log is the digest of nothing, not " + root);
        }
    }

    public Checkpoint(String origin, long size, Digest root) {
        this(origin, size, root, List.of());
    }

    /// Reads the text of a checkpoint, without signatures.
    public static Checkpoint parse(String text) {
        var lines = text.split("\n", -1);
        if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) {
            throw new MalformedException(
                    "a checkpoint has at least three lines (origin, size, root), each ended by a newline");
        }
        return new Checkpoint(
                lines[0],
                StrictText.decimal(lines[1], "the size of a checkpoint (line 2)"),
                Digest.of(StrictText.base64(lines[2], "the root of a checkpoint (line 3)")),
                Arrays.asList(lines).subList(3, lines.length - 1));
    }

    /// The checkpoint in this note, if the log with this key has signed it. The origin is the key's
    /// name.
    public static Verdict<Checkpoint> open(
            SignedNote note, NoteVerifier logKey, Ed25519Verifier ed25519) {
        return note.verify(logKey, ed25519)
                .then(text -> Verdict.ofParsing(() -> parse(text)))
                .then(
                        checkpoint ->
                                checkpoint.origin().equals(logKey.name())
                                        ? Verdict.accepted(checkpoint)
                                        : Verdict.refused(
                                                "this is a checkpoint of %s, but the key is that of %s"
                                                        .formatted(
                                                                Excerpt.of(checkpoint.origin()),
                                                                Excerpt.of(logKey.name()))));
    }

    /// The same, from the note's text.
    public static Verdict<Checkpoint> open(
            String note, NoteVerifier logKey, Ed25519Verifier ed25519) {
        return Verdict.ofParsing(() -> SignedNote.parse(note))
                .then(parsed -> open(parsed, logKey, ed25519));
    }

    /// The signed text: its lines, each ended by a newline.
    public String text() {
        var text = new StringBuilder(origin).append('\n').append(size).append('\n');
        text.append(StrictText.base64(root.bytes())).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /// This checkpoint, signed by the log.
    public SignedNote sign(NoteSigner log) {
        if (!log.name().equals(origin)) {
            throw new IllegalArgumentException(
                    "the log %s cannot sign a checkpoint of %s".formatted(log.name(), origin));
        }
        return log.sign(text());
    }

    private static void requireLine(String line, String what) {
        if (line.isEmpty() || line.chars().anyMatch(c -> c < ' ')) {
            throw new MalformedException(
                    what
                            + " of a checkpoint is one line that is not empty, without control characters");
        }
    }
}
