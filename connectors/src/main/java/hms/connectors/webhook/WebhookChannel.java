package hms.connectors.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.connectors.guarded.GuardedUrl;
import hms.connectors.guarded.Names;
import hms.connectors.guarded.PinnedRequest;
import hms.connectors.guarded.ResponseHead;
import hms.connectors.guarded.UnusableUrl;
import hms.connectors.guarded.VettedAddresses;
import hms.runs.port.Attempt;
import hms.runs.port.Attempt.Delivered;
import hms.runs.port.Attempt.Refused;
import hms.runs.port.Attempt.TryAgain;
import hms.runs.port.Notice;
import hms.runs.port.NoticeChannel;
import hms.runs.port.Secrets;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/// Sends notices as webhooks. Safe for use by many threads.
///
/// What is sent where is decided anew in every attempt: the URL is read, its name looked up once,
/// every address judged, and one of these connected to. Redirects are not followed.
public final class WebhookChannel implements NoticeChannel {

    private final Secrets secrets;
    private final InstantSource clock;
    private final WebhookSettings settings;
    private final VettedAddresses addresses;
    private final Supplier<SSLSocketFactory> tls;

    /// @param clock for the timestamp that is signed; recipients refuse one minutes away from
    ///     theirs
    public WebhookChannel(Secrets secrets, InstantSource clock, WebhookSettings settings) {
        this(secrets, clock, settings, Names.system(), WebhookChannel::systemTls);
    }

    WebhookChannel(
            Secrets secrets,
            InstantSource clock,
            WebhookSettings settings,
            Names names,
            Supplier<SSLSocketFactory> tls) {
        this.secrets = secrets;
        this.clock = clock;
        this.settings = settings;
        this.addresses = new VettedAddresses(names, settings.allowedHosts());
        this.tls = tls;
    }

    @Override
    public Attempt send(Notice notice) {
        var reference = notice.to().secretRef();
        var secret = secrets.find(reference);
        if (secret.isEmpty()) {
            return new TryAgain(
                    "The webhook's secret is missing: " + reference + " leads nowhere; set it");
        }
        Signature signature;
        try {
            signature = Signature.with(secret.get());
        } catch (IllegalArgumentException e) {
            return new TryAgain(
                    "The webhook's secret "
                            + reference
                            + " "
                            + e.getMessage()
                            + "; give the partner a new one");
        }
        try {
            return send(GuardedUrl.parse(notice.to().url()), notice, signature);
        } catch (UnusableUrl e) {
            return new Refused(e.reason());
        }
    }

    /// Makes the attempt on a thread of its own, so that nothing (a slow name server, an answer
    /// that drips) can hold up the caller beyond the time that was set.
    private Attempt send(GuardedUrl url, Notice notice, Signature signature) {
        var body = CloudEventBody.of(notice);
        var headers = headers(notice, signature, body);
        var outcome = new CompletableFuture<Attempt>();
        var post = new PinnedRequest(url, tls);
        Thread.ofVirtual()
                .name("webhook to " + url.authority())
                .start(() -> attempt(url, post, headers, body.getBytes(UTF_8), outcome));
        try {
            return outcome.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            post.close();
            return new TryAgain(
                    "%s did not answer within %d ms"
                            .formatted(url.authority(), settings.timeout().toMillis()));
        } catch (InterruptedException e) {
            post.close();
            Thread.currentThread().interrupt();
            return new TryAgain("Interrupted while waiting for " + url.authority());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Sending notice " + notice.id() + " to " + url.authority() + " failed", e);
        }
    }

    private void attempt(
            GuardedUrl url,
            PinnedRequest post,
            Map<String, String> headers,
            byte[] body,
            CompletableFuture<Attempt> outcome) {
        try (post) {
            var answer = post.send("POST", addresses.of(url), headers, body);
            outcome.complete(judged(url, answer.head()));
            post.hearOut(answer);
        } catch (UnusableUrl e) {
            outcome.complete(new Refused(e.reason()));
        } catch (IOException e) {
            outcome.complete(new TryAgain(story(url, e)));
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private Map<String, String> headers(Notice notice, Signature signature, String body) {
        var seconds = clock.instant().getEpochSecond();
        var headers = new LinkedHashMap<String, String>();
        headers.put("User-Agent", "HMS-SVC");
        headers.put("Accept", "*/*");
        headers.put("Content-Type", CloudEventBody.MEDIA_TYPE);
        headers.put("webhook-id", notice.id());
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put("webhook-signature", signature.of(notice.id(), seconds, body));
        return headers;
    }

    private Attempt judged(GuardedUrl url, ResponseHead head) {
        var status = head.status();
        if (status < 300) {
            return new Delivered(status);
        }
        var said = "%s answered with status %d".formatted(url.authority(), status);
        if (status == 410) {
            return new Refused(
                    said
                            + ": it wants no notices any more; ask the partner, and take the webhook out"
                            + " of the configuration");
        }
        if (status < 400) {
            return new TryAgain(
                    said
                            + " and points elsewhere; redirects are not followed, configure the address"
                            + " that is meant");
        }
        return new TryAgain(
                said,
                head.header("retry-after")
                        .flatMap(value -> RetryAfter.parse(value, clock.instant())));
    }

    private static String story(GuardedUrl url, IOException failure) {
        return switch (failure) {
            case UnknownHostException _ ->
                    "The webhook's host %s is not known; check its name, or its name server"
                            .formatted(url.host());
            case SSLException _ ->
                    "No secure connection to %s: %s; the partner's certificate has to be valid for that name"
                            .formatted(url.authority(), failure.getMessage());
            default -> "No answer from %s: %s".formatted(url.authority(), failure.getMessage());
        };
    }

    private static SSLSocketFactory systemTls() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
}
