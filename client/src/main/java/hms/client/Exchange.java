package hms.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One request and its answer, with every way in which it can fail put into words.
record Exchange(URI server, HttpClient http, ApiRequest request) {

    /// More than any document of the API has; a server that sends more is none of ours.
    private static final int LARGEST_BODY = 256 * 1024 * 1024;

    private static final int LARGEST_PROBLEM = 1024 * 1024;

    /// Sends the request and reads the whole answer, both within the request's time.
    Answer send(HttpRequest prepared) {
        var deadline = System.nanoTime() + request.timeout().toNanos();
        var response = open(prepared);
        var limit = succeeded(response) ? LARGEST_BODY : LARGEST_PROBLEM;
        var body = read(response.body(), limit, deadline);
        if (succeeded(response)) {
            return new Answer(request.title(), response.statusCode(), response.headers(), body);
        }
        throw new ApiRefused(problem(response, body));
    }

    /// Sends the request and waits for the answer's head.
    HttpResponse<Chunks> open(HttpRequest prepared) {
        var answer = http.sendAsync(prepared, head -> new Chunks());
        try {
            return answer.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw late(e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        }
    }

    /// Reads the refusal that an answer without success is.
    ApiRefused refusal(HttpResponse<Chunks> response) {
        var deadline = System.nanoTime() + request.timeout().toNanos();
        return new ApiRefused(problem(response, read(response.body(), LARGEST_PROBLEM, deadline)));
    }

    ApiUnreachable unreachable(@Nullable Throwable cause) {
        return new ApiUnreachable(
                "%s: %s (asked: %s)".formatted(server, story(cause), request.title()), cause);
    }

    ApiUnreachable interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ApiUnreachable("Interrupted while waiting for " + request.title(), cause);
    }

    private byte[] read(Chunks body, int limit, long deadline) {
        try (body) {
            return body.all(limit, deadline);
        } catch (TimeoutException e) {
            throw late(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private ApiUnreachable late(TimeoutException cause) {
        return new ApiUnreachable(
                "%s did not answer %s within %s; look at the server's log, or try again"
                        .formatted(server, request.title(), seconds(request.timeout())),
                cause);
    }

    private static boolean succeeded(HttpResponse<?> response) {
        var status = response.statusCode();
        return (status >= 200 && status < 300) || status == 304;
    }

    private static Problem problem(HttpResponse<?> response, byte[] body) {
        var status = response.statusCode();
        var headers = response.headers();
        return status < 400
                ? Problem.redirect(status, headers.firstValue("Location").orElse("nowhere"))
                : Problem.of(status, headers.firstValue("Content-Type").orElse(""), body);
    }

    private static String story(@Nullable Throwable cause) {
        for (var each = cause; each != null; each = each.getCause()) {
            if (each instanceof HttpConnectTimeoutException) {
                return "nobody answers there; check the address (https: or http:?) and the network";
            }
            if (each instanceof UnknownHostException
                    || each instanceof UnresolvedAddressException) {
                return "no such host; check the address given with --server or in HMS_URL";
            }
            if (each instanceof SSLException) {
                return "no secure connection could be made: "
                        + each.getMessage()
                        + "; check the server's certificate, and whether the address should begin"
                        + " with http:";
            }
        }
        if (cause instanceof ConnectException) {
            return "no server listens there; start one with `hms up`, or name another with --server"
                    + " or HMS_URL";
        }
        var said = cause == null ? "no reason given" : cause.getMessage();
        return "the connection broke (" + said + "); look whether the server still runs";
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
