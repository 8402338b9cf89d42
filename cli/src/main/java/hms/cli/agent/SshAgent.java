package hms.cli.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.trust.Ed25519PublicKey;
import hms.trust.Ed25519Signer;
import hms.trust.OpenSshKey;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A running ssh-agent. Each question is a connection of its own.
///
/// @param socket the UNIX socket that `SSH_AUTH_SOCK` names
/// @param patience how long it may take to answer; a person may have to touch a device
public record SshAgent(Path socket, Duration patience) {
    private static final int REQUEST_IDENTITIES = 11;
    private static final int IDENTITIES_ANSWER = 12;
    private static final int SIGN_REQUEST = 13;
    private static final int SIGN_RESPONSE = 14;
    private static final int LONGEST_MESSAGE = 256 * 1024;
    private static final int MOST_KEYS = 2_048;
    private static final int SIGNATURE_LENGTH = 64;
    private static final String ED25519 = "ssh-ed25519";

    /// The agent of this socket, with a minute to answer.
    public static SshAgent at(Path socket) {
        return new SshAgent(socket, Duration.ofMinutes(1));
    }

    /// The Ed25519 keys that it has; others are passed over.
    ///
    /// @throws AgentFault it cannot be asked
    public List<OpenSshKey> keys() {
        var answer = ask(new Writer().u8(REQUEST_IDENTITIES).message());
        requireType(answer, IDENTITIES_ANSWER, "list its keys");
        var keys = new ArrayList<OpenSshKey>();
        var count = answer.getInt();
        if (count < 0 || count > MOST_KEYS) {
            throw new AgentFault("ssh-agent says that it has " + count + " keys", null);
        }
        for (var i = 0; i < count; i++) {
            var blob = string(answer);
            var comment = new String(string(answer), UTF_8);
            publicKey(blob)
                    .map(key -> new OpenSshKey(key, comment.replaceAll("\\p{Cntrl}", " ")))
                    .ifPresent(keys::add);
        }
        return keys;
    }

    /// Signs with one of its keys.
    public Ed25519Signer signer(Ed25519PublicKey key) {
        return new AgentSigner(this, key);
    }

    private record AgentSigner(SshAgent agent, Ed25519PublicKey publicKey)
            implements Ed25519Signer {
        @Override
        public byte[] sign(byte[] message) {
            return agent.sign(publicKey, message);
        }
    }

    private byte[] sign(Ed25519PublicKey key, byte[] message) {
        var request = new Writer().u8(SIGN_REQUEST).string(blob(key)).string(message).u32(0);
        var answer = ask(request.message());
        requireType(answer, SIGN_RESPONSE, "sign with " + OpenSshKey.fingerprint(key));
        var signature = ByteBuffer.wrap(string(answer));
        var format = new String(string(signature), UTF_8);
        var bytes = string(signature);
        if (!format.equals(ED25519) || bytes.length != SIGNATURE_LENGTH) {
            throw new AgentFault("ssh-agent answered with a signature of another kind", null);
        }
        return bytes;
    }

    private ByteBuffer ask(ByteBuffer message) {
        var task = new FutureTask<>(() -> exchange(message));
        var thread = Thread.ofVirtual().start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new AgentFault(
                    "ssh-agent did not answer within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.interrupt();
            throw new AgentFault("interrupted while waiting for ssh-agent", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AgentFault fault
                    ? fault
                    : new AgentFault(
                            "ssh-agent at " + socket + " could not be asked: " + reason(e), e);
        }
    }

    private static String reason(ExecutionException e) {
        var cause = e.getCause();
        return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
    }

    private ByteBuffer exchange(ByteBuffer message) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            while (message.hasRemaining()) {
                channel.write(message);
            }
            var length = read(channel, Integer.BYTES).getInt();
            if (length < 1 || length > LONGEST_MESSAGE) {
                throw new IOException("its answer has " + length + " bytes");
            }
            return read(channel, length);
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("it hung up");
            }
        }
        return buffer.flip();
    }

    private static void requireType(ByteBuffer answer, int type, String asked) {
        if (answer.get() != type) {
            throw new AgentFault("ssh-agent would not " + asked, null);
        }
    }

    private static byte[] string(ByteBuffer from) {
        if (from.remaining() < Integer.BYTES) {
            throw cutOff();
        }
        var length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw cutOff();
        }
        var bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static AgentFault cutOff() {
        return new AgentFault("ssh-agent's answer is cut off", null);
    }

    private static Optional<Ed25519PublicKey> publicKey(byte[] blob) {
        var buffer = ByteBuffer.wrap(blob);
        if (!new String(string(buffer), UTF_8).equals(ED25519)) {
            return Optional.empty();
        }
        var key = string(buffer);
        return key.length == Ed25519PublicKey.LENGTH && !buffer.hasRemaining()
                ? Optional.of(new Ed25519PublicKey(key))
                : Optional.empty();
    }

    private static byte[] blob(Ed25519PublicKey key) {
        return new Writer().string(ED25519.getBytes(UTF_8)).string(key.bytes()).bytes();
    }

    /// Writes in SSH's wire form (RFC 4251, section 5).
    private static final class Writer {
        private final java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();

        Writer u8(int value) {
            out.write(value);
            return this;
        }

        Writer u32(int value) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
            return this;
        }

        Writer string(byte[] value) {
            u32(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        /// With its length in front.
        ByteBuffer message() {
            var body = out.toByteArray();
            return ByteBuffer.allocate(Integer.BYTES + body.length)
                    .putInt(body.length)
                    .put(body)
                    .flip();
        }
    }
}
