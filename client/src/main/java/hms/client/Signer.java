package hms.client;

import hms.artifact.ApprovalStatement;
import hms.artifact.Manifest;
import hms.artifact.SignedApproval;
import hms.trust.Ed25519Signer;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.OpenSshPrivateKey;
import hms.trust.SshSig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who approves, and the key that proves it.
///
/// @param name as it is said in the approval, such as `EPA Chief`
/// @param key signs with it, wherever it is kept
public record Signer(String name, Ed25519Signer key) {

    /// The key in a file in OpenSSH's form, as `hms key new` makes it; its comment is the name.
    ///
    /// @throws UncheckedIOException if the file cannot be read
    /// @throws IllegalArgumentException if it holds no private Ed25519 key without a passphrase
    public static Signer ofFile(Path privateKey) {
        try {
            var key = OpenSshPrivateKey.parse(Files.readString(privateKey));
            return new Signer(key.comment(), JdkEd25519.signer(key.key()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the key " + privateKey + " could not be read: " + e.getMessage(), e);
        }
    }

    /// Signs an approval of a release.
    ///
    /// @param issued when
    /// @param expires the first instant at which it no longer counts
    public SignedApproval sign(
            Manifest manifest,
            List<String> environments,
            String comment,
            Instant issued,
            Instant expires) {
        var statement =
                new ApprovalStatement(
                                ApprovalStatement.Subject.of(manifest),
                                environments,
                                name,
                                comment,
                                issued,
                                expires,
                                Optional.empty())
                        .bytes();
        return new SignedApproval(
                statement, SshSig.sign(key, Keyring.APPROVAL_NAMESPACE, statement).armored());
    }
}
