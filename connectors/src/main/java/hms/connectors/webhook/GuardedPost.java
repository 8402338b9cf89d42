package hms.connectors.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/// A POST to an address from a configuration, with its answer: guarded as webhooks are, so that
/// nobody can have this server knock at private addresses which its operator does not name.
public final class GuardedPost {

    private static final int LONGEST_ANSWER = 1 << 20;
    private static final int LONGEST_LINE = 64;

    private final WebhookSettings settings;
    private final VettedAddresses addresses;

    public GuardedPost(WebhookSettings settings) {
        this(settings, Names.system());
    }

    GuardedPost(WebhookSettings settings, Names names) {
        this.settings = settings;
        this.addresses = new VettedAddresses(names, settings.allowedHosts());
    }

    /// What came back.
    public record Answered(int status, String body) {}

    /// @throws IOException if there is no answer; the message says where and why
    public Answered post(String address, String mediaType, String body) throws IOException {
        WebhookUrl url;
        try {
            url = WebhookUrl.parse(address);
        } catch (UnusableUrl e) {
            throw new IOException(e.reason(), e);
        }
        var outcome = new CompletableFuture<Answered>();
        var post = new PinnedPost(url, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
        Thread.ofVirtual()
                .name("check at " + url.authority())
                .start(() -> attempt(url, post, mediaType, body, outcome));
        try {
            return outcome.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            post.close();
            throw new IOException(
                    url.authority()
                            + " did not answer within "
                            + settings.timeout().toMillis()
                            + " ms",
                    e);
        } catch (InterruptedException e) {
            post.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + url.authority(), e);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "no answer from " + url.authority() + ": " + cause.getMessage(), e);
        }
    }

    private void attempt(
            WebhookUrl url,
            PinnedPost post,
            String mediaType,
            String body,
            CompletableFuture<Answered> outcome) {
        var headers =
                Map.of(
                        "User-Agent", "HMS-SVC",
                        "Accept", "application/json, */*",
                        "Content-Type", mediaType);
        try (post) {
            var answer =
                    post.send(addresses.of(url), headers, body.getBytes(StandardCharsets.UTF_8));
            outcome.complete(new Answered(answer.head().status(), text(answer)));
        } catch (UnusableUrl | IOException | RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private static String text(PinnedPost.Answer answer) throws IOException {
        var out = new ByteArrayOutputStream();
        var input = answer.body();
        if (answer.head().header("transfer-encoding").orElse("").equalsIgnoreCase("chunked")) {
            for (int size = chunk(input); size > 0; size = chunk(input)) {
                copy(input, out, size);
                line(input);
            }
        } else {
            long length = answer.head().contentLength().orElse(Long.MAX_VALUE);
            copy(input, out, length);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The size of the next chunk (RFC 9112, section 7.1).
    private static int chunk(InputStream input) throws IOException {
        var line = line(input);
        int end = line.indexOf(';');
        try {
            return Integer.parseUnsignedInt((end < 0 ? line : line.substring(0, end)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("its answer is not properly chunked", e);
        }
    }

    private static String line(InputStream input) throws IOException {
        var line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            int octet = input.read();
            if (octet < 0 || octet == '\n') {
                return line.toString().strip();
            }
            line.append((char) octet);
        }
        throw new IOException("its answer is not properly chunked");
    }

    private static void copy(InputStream input, ByteArrayOutputStream out, long length)
            throws IOException {
        var buffer = new byte[8_192];
        long left = length;
        while (left > 0) {
            int read = input.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
            left -= read;
            if (out.size() > LONGEST_ANSWER) {
                throw new IOException("its answer is longer than " + LONGEST_ANSWER + " bytes");
            }
        }
    }
}
