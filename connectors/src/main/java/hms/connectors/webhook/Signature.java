package hms.connectors.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Signs as the Standard Webhooks specification says (`webhook-signature`, scheme v1).
final class Signature {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final List<Webhook> signers;

    private Signature(List<Webhook> signers) {
        this.signers = signers;
    }

    /// Reads a secret as partners are given it: `whsec_` and Base64 of 24 to 64 bytes. Several,
    /// with white space between them, all sign: that is how one is exchanged for another.
    ///
    /// @throws IllegalArgumentException where it is none; the message does not repeat it
    static Signature with(String secrets) {
        var signers = new ArrayList<Webhook>();
        for (var secret : WHITE_SPACE.splitAsStream(secrets.strip()).toList()) {
            signers.add(new Webhook(key(secret)));
        }
        return new Signature(signers);
    }

    String of(String id, long timestampSeconds, String body) {
        try {
            var signatures = new ArrayList<String>();
            for (var signer : signers) {
                signatures.add(signer.sign(id, timestampSeconds, body));
            }
            return String.join(" ", signatures);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("HMAC-SHA256 is not to be had on this machine", e);
        }
    }

    private static byte[] key(String secret) {
        var encoded = secret.startsWith("whsec_") ? secret.substring("whsec_".length()) : secret;
        byte[] key;
        try {
            key = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not whsec_ and Base64");
        }
        if (key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "has " + key.length + " bytes, not " + FEWEST_BYTES + " to " + MOST_BYTES);
        }
        return key;
    }
}
