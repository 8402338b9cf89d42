package hms.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hms.ledger.DataFolder;
import hms.ledger.LedgerRefused;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Ed25519PublicKey;
import hms.trust.Ed25519Signer;
import hms.trust.MalformedException;
import hms.trust.OpenSshPrivateKey;
import java.security.SecureRandom;
import java.util.Base64;

/// The key that signs tokens, and the name by which tokens refer to it.
///
/// @param signer signs
/// @param id the JWK thumbprint of the public key (RFC 7638, RFC 8037 appendix A.3)
public record TokenKey(Ed25519Signer signer, String id) {

    /// Its file in the data folder, in OpenSSH's form.
    public static final String FILE = "token.key";

    /// The folder's key; a new one if there is none yet. Tokens that an earlier key signed count
    /// for nothing any more.
    ///
    /// @throws LedgerRefused it is there and cannot be read, or cannot be written
    public static TokenKey of(DataFolder folder, SecureRandom random) {
        var found = folder.read(FILE);
        if (found.isPresent()) {
            try {
                return of(OpenSshPrivateKey.parse(new String(found.get(), US_ASCII)).key());
            } catch (MalformedException e) {
                throw new LedgerRefused(
                        folder.path().resolve(FILE)
                                + " is not a key: "
                                + e.getMessage()
                                + "; restore it from a backup, or delete it, and all tokens have"
                                + " to be made anew",
                        e);
            }
        }
        var key = Ed25519PrivateKey.generate(random);
        folder.write(FILE, new OpenSshPrivateKey(key, "hms tokens").format().getBytes(US_ASCII));
        return of(key);
    }

    /// A key that is kept elsewhere.
    public static TokenKey of(Ed25519PrivateKey key) {
        return new TokenKey(BouncyCastleEd25519.signer(key), thumbprint(key.publicKey()));
    }

    public Ed25519PublicKey publicKey() {
        return signer.publicKey();
    }

    private static String thumbprint(Ed25519PublicKey key) {
        var base64 = Base64.getUrlEncoder().withoutPadding();
        var jwk =
                "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\""
                        + base64.encodeToString(key.bytes())
                        + "\"}";
        return base64.encodeToString(Digest.sha256(jwk.getBytes(US_ASCII)).bytes());
    }
}
