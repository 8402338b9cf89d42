package hms.trust;

import java.util.Base64;

/// A public key as OpenSSH writes it in `.pub` and `authorized_keys` files: `ssh-ed25519 AAAA…
/// comment`.
///
/// @param comment whatever its owner has called it; may be empty
public record OpenSshKey(Ed25519PublicKey publicKey, String comment) {
    private static final int LONGEST = 8192;

    public OpenSshKey {
        requireComment(comment);
    }

    /// Reads one line, with or without its line end.
    public static OpenSshKey parse(String line) {
        if (line.length() > LONGEST) {
            throw new MalformedException(
                    "a public key is one line of at most 8192 characters, not " + line.length());
        }
        var fields =
                (line.endsWith("\n") ? line.substring(0, line.length() - 1) : line).split(" ", 3);
        SshWire.requireEd25519(fields[0]);
        if (fields.length < 2) {
            throw new MalformedException(
                    "a public key is written \"ssh-ed25519 AAAA… comment\", not "
                            + Excerpt.of(line));
        }
        var publicKey =
                SshWire.publicKey(StrictText.base64(fields[1], "the key in a public key line"));
        return new OpenSshKey(publicKey, fields.length < 3 ? "" : fields[2]);
    }

    /// `SHA256:` and 43 characters, as `ssh-keygen -l` shows it.
    public String fingerprint() {
        return fingerprint(publicKey);
    }

    /// The fingerprint of a key without its comment.
    public static String fingerprint(Ed25519PublicKey key) {
        var digest = Digest.sha256(SshWire.publicKeyBlob(key)).bytes();
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    /// The line, without a line end.
    @Override
    public String toString() {
        var key = SshWire.ED25519 + " " + StrictText.base64(SshWire.publicKeyBlob(publicKey));
        return comment.isEmpty() ? key : key + " " + comment;
    }

    static String requireComment(String comment) {
        if (comment.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedException(
                    "the comment of a key is one line without control characters: "
                            + Excerpt.of(comment));
        }
        StrictText.utf8(comment, "the comment of a key");
        return comment;
    }
}
