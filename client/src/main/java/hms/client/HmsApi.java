package hms.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The REST API of one server, as a program speaks it. Safe for use by many threads.
///
/// Redirects are not followed, so that the token goes to nobody but the server it was given for.
public final class HmsApi {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private final URI server;
    private final Optional<String> token;
    private final HttpClient http;
    private final Reconnect reconnect;

    HmsApi(URI server, Optional<String> token, Reconnect reconnect) {
        this.server = checked(server);
        this.token = token.map(HmsApi::checked);
        this.reconnect = reconnect;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build();
    }

    /// A client of the server at an address. Nothing is sent yet.
    ///
    /// @param server such as `https://hms.example` or `http://127.0.0.1:8080`, perhaps with a path
    ///     in front of `/api`
    /// @param token a bearer token; white space around it, as files have it, is ignored
    /// @throws IllegalArgumentException where the address is none that HTTP can use
    public static HmsApi connect(URI server, String token) {
        return new HmsApi(server, Optional.of(token), Reconnect.standard());
    }

    /// A client of a server that may leave at any time.
    ///
    /// @param patience how long a broken event stream goes on trying after the last sign of life;
    ///     zero to give up at once
    public static HmsApi connect(URI server, String token, Duration patience) {
        return new HmsApi(server, Optional.of(token), Reconnect.standard().patience(patience));
    }

    /// A client that can read what is public only: the register, the log, `/healthz`.
    public static HmsApi connect(URI server) {
        return new HmsApi(server, Optional.empty(), Reconnect.standard());
    }

    /// Where the server is, as given.
    public URI server() {
        return server;
    }

    /// Reads `path`, such as `/api/policies/epa-pm25-limit?env=production`.
    public Answer get(String path) {
        return send(ApiRequest.get(path));
    }

    /// Sends a JSON document to `path`.
    public Answer post(String path, JsonNode body) {
        return send(ApiRequest.post(path).json(body));
    }

    /// Sends a request and waits for its answer.
    ///
    /// @return the answer, of a status below 400 (304 included, where the request asked for it)
    /// @throws ApiRefused where the server says no
    /// @throws ApiUnreachable where no answer comes
    public Answer send(ApiRequest request) {
        return new Exchange(server, http, request).send(prepare(request));
    }

    /// Follows server-sent events from now on, or from the beginning where the server keeps them.
    ///
    /// @param path such as `/api/runs/184/events`
    public EventStream events(String path) {
        return events(path, "");
    }

    /// Follows server-sent events after the one named.
    ///
    /// @param lastEventId the id of the last event that was seen; empty for none
    public EventStream events(String path, String lastEventId) {
        var request =
                ApiRequest.get(path)
                        .header("Accept", "text/event-stream")
                        .header("Cache-Control", "no-store");
        return new EventStream(server, http, request, this::prepare, reconnect, lastEventId);
    }

    /// Follows what happens in a run, from its beginning.
    public EventStream runEvents(long run) {
        return events("/api/runs/" + run + "/events");
    }

    private HttpRequest prepare(ApiRequest request) {
        var builder = HttpRequest.newBuilder(request.under(server));
        builder.setHeader("User-Agent", "hms-client");
        builder.setHeader("Accept", "application/json, application/problem+json;q=0.9, */*;q=0.1");
        token.ifPresent(secret -> builder.setHeader("Authorization", "Bearer " + secret));
        return request.fill(builder).build();
    }

    @Override
    public String toString() {
        return "HmsApi[" + server + "]";
    }

    private static URI checked(URI server) {
        var scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "The server's address has to look like http://127.0.0.1:8080, not " + server);
        }
        if (server.getRawUserInfo() != null
                || server.getRawQuery() != null
                || server.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "The server's address takes no user, query or fragment; a token goes into"
                            + " HMS_TOKEN: "
                            + scheme
                            + "://"
                            + server.getHost());
        }
        return server;
    }

    /// The token without white space around it. A refusal does not repeat it.
    static String checked(String token) {
        var bare = token.strip();
        if (!TOKEN.matcher(bare).matches()) {
            throw new IllegalArgumentException(
                    "The token is empty or has characters in it that no token has; take it from the"
                            + " data folder's admin-token, or make one with `hms token new`");
        }
        return bare;
    }
}
