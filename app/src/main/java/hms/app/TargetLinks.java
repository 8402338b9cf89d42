package hms.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.connectors.kubernetes.Links;
import hms.core.state.TargetId;
import hms.ledger.DataFolder;
import hms.runs.port.Destination;
import hms.server.http.HandedOut.Kind;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The links under which clusters find what they were given. `kubectl apply -f URL` sends no token,
/// so a link carries a key of its own, which opens this one address and nothing else.
final class TargetLinks implements Links {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String LABEL = "hms target links, version 1";

    private final SecretKeySpec secret;
    private final Supplier<String> address;

    /// @param secret which nobody else has
    /// @param address where this installation is reached, without a slash at its end
    TargetLinks(byte[] secret, Supplier<String> address) {
        this.secret = new SecretKeySpec(mac(secret(secret), LABEL), ALGORITHM);
        this.address = address;
    }

    /// With a secret that is made of the folder's own, so that links hold as long as the folder.
    static TargetLinks of(DataFolder folder, Supplier<String> address) {
        return new TargetLinks(
                folder.read(DataFolder.BLOB_SECRET)
                        .orElseThrow(() -> new IllegalStateException("the folder has no secret")),
                address);
    }

    @Override
    public String manifest(Destination to, long sequence) {
        return link(to, Kind.MANIFEST, sequence);
    }

    @Override
    public String set(Destination to, long sequence) {
        return link(to, Kind.SET, sequence);
    }

    private String link(Destination to, Kind kind, long sequence) {
        var target = new TargetId(to.environment(), to.name());
        return address.get()
                + "/targets/"
                + target
                + "/"
                + folder(kind)
                + "/"
                + sequence
                + "?key="
                + key(target, kind, sequence);
    }

    private static String folder(Kind kind) {
        return switch (kind) {
            case MANIFEST -> "manifests";
            case SET -> "sets";
        };
    }

    private String key(TargetId target, Kind kind, long sequence) {
        var text = target + "/" + folder(kind) + "/" + sequence;
        return HexFormat.of().formatHex(mac(secret, text));
    }

    /// Whether the key opens the address. Takes the same time wherever it is wrong.
    boolean opens(TargetId target, Kind kind, long sequence, String key) {
        return MessageDigest.isEqual(
                key(target, kind, sequence).getBytes(UTF_8), key.getBytes(UTF_8));
    }

    private static SecretKeySpec secret(byte[] bytes) {
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "this Java runtime has no HMAC-SHA-256, which every one must have", e);
        }
    }
}
