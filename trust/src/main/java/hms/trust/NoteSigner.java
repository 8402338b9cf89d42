package hms.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// Signs notes under a name.
public record NoteSigner(String name, Ed25519Signer signer) {

    public NoteSigner {
        NoteVerifier.requireName(name);
    }

    /// The key with which others verify what this signs.
    public NoteVerifier verifier() {
        return new NoteVerifier(name, signer.publicKey());
    }

    /// The text with this signature under it. The text ends with a newline.
    public SignedNote sign(String text) {
        SignedNote.requireText(text);
        var signature = NoteSignature.of(verifier(), signer.sign(text.getBytes(UTF_8)));
        return new SignedNote(text, List.of(signature));
    }

    /// The note with this signature under those that it has.
    public SignedNote cosign(SignedNote note) {
        var signature = NoteSignature.of(verifier(), signer.sign(note.text().getBytes(UTF_8)));
        return note.with(signature);
    }
}
