package hms.ledger;

import hms.trust.Digest;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names content. The salt comes from a secret and the content itself, so that equal content has
/// an equal name here, while someone without the secret cannot confirm a guess from the name. Safe
/// for use by many threads.
public final class BlobSealer {
    /// The length of the secret in bytes.
    public static final int SECRET_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    public BlobSealer(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret for blob names has "
                            + SECRET_BYTES
                            + " bytes, not "
                            + secret.length
                            + "; restore blob.secret from a backup of this data folder");
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /// The blob with this content; always the same for the same content.
    public Blob seal(byte[] content) {
        var salt = Arrays.copyOf(authenticate(Digest.sha256(content).bytes()), Blob.SALT_BYTES);
        return new Blob(Digest.sha256(salt, content), salt, content);
    }

    private byte[] authenticate(byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "this Java runtime has no HMAC-SHA-256, which every one must have", e);
        }
    }
}
