package hms.connectors.guarded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/// A request to an address from a configuration, with its answer: guarded, so that nobody can have
/// this server knock at private addresses which its operator does not name. Redirects are not
/// followed; an answer that is longer than a mebibyte is cut. Safe for use by many threads.
public final class GuardedHttp {

    private final VettedAddresses addresses;
    private final Duration timeout;

    /// @param allowedHosts hosts, as they stand in a URL, that may lead to private addresses
    /// @param timeout for a request that has no other, from the look-up of the name to the end of
    ///     the answer; more than zero
    public GuardedHttp(Set<String> allowedHosts, Duration timeout) {
        this(Names.system(), allowedHosts, timeout);
    }

    public GuardedHttp(Names names, Set<String> allowedHosts, Duration timeout) {
        this.addresses = new VettedAddresses(names, allowedHosts);
        this.timeout = timeout;
    }

    /// What is asked.
    ///
    /// @param headers beside those that every request has
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    public record Request(String method, String url, Map<String, String> headers, byte[] body) {

        public Request {
            headers = Map.copyOf(headers);
        }

        public static Request get(String url, Map<String, String> headers) {
            return new Request("GET", url, headers, new byte[0]);
        }

        public static Request post(
                String url, String mediaType, Map<String, String> headers, String body) {
            var all = new LinkedHashMap<>(headers);
            all.put("Content-Type", mediaType);
            return new Request("POST", url, all, body.getBytes(UTF_8));
        }
    }

    /// What came back.
    ///
    /// @param status 200 to 599; one of 3xx points elsewhere, and nobody went there
    /// @param cut whether the answer was longer than what is here
    /// @param date what its `Date` says, if it says one
    public record Answered(int status, String body, boolean cut, Optional<String> date) {}

    /// A POST within the time that is usual here, for answers that are of use only as a whole.
    ///
    /// @throws IOException if there is no answer; the message says where and why
    public Answered post(String address, String mediaType, String body) throws IOException {
        var answered = send(Request.post(address, mediaType, Map.of(), body), timeout);
        if (answered.cut()) {
            throw new IOException("the answer is longer than " + Answer.LONGEST + " bytes");
        }
        return answered;
    }

    /// @throws UnreachableException if nothing may be sent there, or never can be
    /// @throws IOException if there is no answer; the message says where and why
    public Answered send(Request request, Duration within) throws IOException {
        GuardedUrl url;
        try {
            url = GuardedUrl.parse(request.url());
        } catch (UnusableUrl e) {
            throw new UnreachableException(e.reason(), e);
        }
        var outcome = new CompletableFuture<Answered>();
        var pinned = new PinnedRequest(url, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
        Thread.ofVirtual()
                .name("request to " + url.authority())
                .start(() -> attempt(url, pinned, request, outcome));
        try {
            return outcome.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            pinned.close();
            throw new IOException(
                    url.authority() + " did not answer within " + within.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            pinned.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + url.authority(), e);
        } catch (ExecutionException e) {
            throw failure(url, e.getCause() == null ? e : e.getCause());
        }
    }

    private void attempt(
            GuardedUrl url,
            PinnedRequest pinned,
            Request request,
            CompletableFuture<Answered> outcome) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("User-Agent", "HMS-SVC");
        headers.put("Accept", "application/json, */*");
        headers.putAll(request.headers());
        try (pinned) {
            var answer = pinned.send(request.method(), addresses.of(url), headers, request.body());
            outcome.complete(Answer.read(answer));
        } catch (UnusableUrl | IOException | RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private static IOException failure(GuardedUrl url, Throwable cause) {
        return switch (cause) {
            case UnusableUrl unusable -> new UnreachableException(unusable.reason(), unusable);
            case UnknownHostException unknown ->
                    new IOException(
                            "the host %s is not known; check its name, or its name server"
                                    .formatted(url.host()),
                            unknown);
            case SSLException tls ->
                    new IOException(
                            "no secure connection to %s: %s; its certificate has to be valid for that name"
                                    .formatted(url.authority(), tls.getMessage()),
                            tls);
            default ->
                    new IOException(
                            "no answer from " + url.authority() + ": " + cause.getMessage(), cause);
        };
    }
}
