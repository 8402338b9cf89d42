package hms.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.trust.Checkpoint;
import hms.trust.JdkEd25519;
import hms.trust.NoteVerifier;
import hms.trust.SignedNote;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;

/// Where the key of a server's log is to be had on first contact, without any right: the first
/// entry of the public log says it, and the log's checkpoint is signed with it.
final class LogKeys {
    private static final int TILE = 256;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private LogKeys() {}

    /// Asks for the key.
    static CompletableFuture<NoteVerifier> ask(HttpClient http, Settings settings) {
        return get(http, settings.at("/log/checkpoint"))
                .thenCompose(
                        note -> {
                            var text = new String(note, UTF_8);
                            var size = Checkpoint.parse(SignedNote.parse(text).text()).size();
                            return get(http, settings.at("/log/tile/entries/000" + width(size)))
                                    .thenApply(tile -> key(tile, text));
                        });
    }

    private static String width(long size) {
        if (size < 1) {
            throw new IllegalArgumentException("the log has no entry yet");
        }
        return size < TILE ? ".p/" + size : "";
    }

    private static CompletableFuture<byte[]> get(HttpClient http, URI address) {
        var request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(
                        response -> {
                            if (response.statusCode() != 200) {
                                throw new IllegalArgumentException(
                                        address + " answered with status " + response.statusCode());
                            }
                            return response.body();
                        });
    }

    /// The key that the first entry of a bundle says, if the checkpoint is signed with it.
    private static NoteVerifier key(byte[] bundle, String checkpoint) {
        var length = bundle.length < 2 ? 0 : (bundle[0] & 0xff) << 8 | (bundle[1] & 0xff);
        if (length == 0 || bundle.length < 2 + length) {
            throw new IllegalArgumentException("the log's first entry is cut off");
        }
        try {
            var entry = Json.read(Arrays.copyOfRange(bundle, 2, 2 + length));
            var key = NoteVerifier.parse(entry.path("logKey").asString(""));
            return Checkpoint.open(checkpoint, key, JdkEd25519.verifier())
                    .fold(
                            good -> key,
                            reason -> {
                                throw new IllegalArgumentException(reason);
                            });
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the log's first entry is no JSON", e);
        }
    }
}
