package hms.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// The binary encoding of SSH (RFC 4251, section 5): four-byte lengths, then bytes.
final class SshWire {
    /// The name of the one key type and signature format that is used.
    static final String ED25519 = "ssh-ed25519";

    private SshWire() {}

    static byte[] publicKeyBlob(Ed25519PublicKey key) {
        return new Writer().string(ED25519).string(key.bytes()).bytes();
    }

    /// Reads a public key, and nothing else.
    static Ed25519PublicKey publicKey(byte[] blob) {
        var reader = new Reader(blob, "an SSH public key");
        requireEd25519(reader.text("key type"));
        var key = new Ed25519PublicKey(reader.string("key"));
        reader.requireEnd();
        return key;
    }

    static void requireEd25519(String keyType) {
        if (!keyType.equals(ED25519)) {
            throw new MalformedException(
                    "keys of type %s are not supported; use an ssh-ed25519 key (ssh-keygen -t ed25519)"
                            .formatted(Excerpt.of(keyType)));
        }
    }

    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Writer uint32(int value) {
            return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }

        Writer string(byte[] bytes) {
            return uint32(bytes.length).raw(bytes);
        }

        Writer string(String text) {
            return string(text.getBytes(UTF_8));
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    /// Reads what a [Writer] writes; complains by the name of the field at which something is
    /// wrong.
    static final class Reader {
        private final ByteBuffer buffer;
        private final String what;

        Reader(byte[] bytes, String what) {
            this.buffer = ByteBuffer.wrap(bytes);
            this.what = what;
        }

        void magic(String magic) {
            if (!magic.equals(new String(raw(magic.length(), "magic"), US_ASCII))) {
                throw new MalformedException(
                        what + " does not begin with its magic \"" + magic.strip() + "\"");
            }
        }

        byte[] raw(int length, String field) {
            if (length < 0 || length > buffer.remaining()) {
                throw new MalformedException("%s ends within its %s".formatted(what, field));
            }
            var bytes = new byte[length];
            buffer.get(bytes);
            return bytes;
        }

        int uint32(String field) {
            return ByteBuffer.wrap(raw(Integer.BYTES, field)).getInt();
        }

        byte[] string(String field) {
            return raw(uint32(field), field);
        }

        String text(String field) {
            return StrictText.utf8(string(field), "the " + field + " of " + what);
        }

        byte[] rest() {
            return raw(buffer.remaining(), "rest");
        }

        void requireEnd() {
            if (buffer.hasRemaining()) {
                throw new MalformedException(
                        "%s has %d bytes after its end".formatted(what, buffer.remaining()));
            }
        }
    }
}
