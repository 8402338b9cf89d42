package hms.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A text and the signatures under it (C2SP signed-note).
///
/// That a note was read says nothing about who wrote it: rely on the text only after [#verify].
///
/// @param text what is signed, ending with a newline
/// @param signatures at least one; those by unknown keys are kept, and mean nothing
public record SignedNote(String text, List<NoteSignature> signatures) {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SIGNATURES = 64;

    public SignedNote {
        requireText(text);
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new MalformedException(
                    "a note has 1 to %d signatures, not %d"
                            .formatted(MOST_SIGNATURES, signatures.size()));
        }
    }

    /// Reads a note from its UTF-8 form.
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new MalformedException(
                    "a note has at most 1 MiB, not " + bytes.length + " bytes");
        }
        return parse(StrictText.utf8(bytes, "a note"));
    }

    /// Reads a note. The text is what stands before the last empty line.
    public static SignedNote parse(String note) {
        if (note.length() > MOST_BYTES) {
            throw new MalformedException(
                    "a note has at most 1 MiB, not " + note.length() + " characters");
        }
        var blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw new MalformedException(
                    "a note has an empty line between its text and its signatures");
        }
        if (!note.endsWith("\n") || blank + 2 == note.length()) {
            throw new MalformedException("a note ends with a signature line and a newline");
        }
        var signatures = new ArrayList<NoteSignature>();
        for (var line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
            signatures.add(NoteSignature.parse(line));
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    /// Those of the `known` keys that have signed this text. Refused if none has, if the signature
    /// of one of them does not verify, or if one of them is said to have signed twice.
    public Verdict<List<NoteVerifier>> verify(
            Collection<NoteVerifier> known, Ed25519Verifier ed25519) {
        var message = text.getBytes(UTF_8);
        var signers = new ArrayList<NoteVerifier>();
        for (var key : known) {
            var claimed = signatures.stream().filter(key::isNamedBy).toList();
            if (claimed.size() > 1) {
                return Verdict.refused(
                        "the note has two signatures by " + key.name() + "; it may have one");
            }
            if (claimed.isEmpty()) {
                continue;
            }
            if (!ed25519.verify(key.publicKey(), message, claimed.get(0).signature())) {
                return Verdict.refused(
                        "the signature by %s (key %s) does not fit the text: one of them was changed"
                                .formatted(key.name(), key.keyId()));
            }
            signers.add(key);
        }
        return signers.isEmpty()
                ? Verdict.refused(
                        "none of the known keys has signed this note; it has signatures by "
                                + names())
                : Verdict.accepted(List.copyOf(signers));
    }

    /// The text, if this key has signed it.
    public Verdict<String> verify(NoteVerifier key, Ed25519Verifier ed25519) {
        return verify(List.of(key), ed25519).then(signers -> Verdict.accepted(text));
    }

    /// The note with one more signature under it.
    public SignedNote with(NoteSignature signature) {
        var more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    /// The note, as [#parse] reads it.
    @Override
    public String toString() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature).append('\n'));
        return note.toString();
    }

    static String requireText(String text) {
        if (!text.endsWith("\n")) {
            throw new MalformedException("the text of a note ends with a newline");
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new MalformedException(
                    "the text of a note has no control characters but newlines (and so no carriage returns)");
        }
        StrictText.utf8(text, "the text of a note");
        return text;
    }

    private String names() {
        return String.join(
                ", ",
                signatures.stream()
                        .map(s -> Excerpt.of(s.name()) + " (key " + s.keyId() + ")")
                        .toList());
    }
}
