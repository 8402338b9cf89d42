package hms.client;

import hms.client.live.LiveValues;
import hms.client.live.Timer;
import hms.client.live.Trouble;
import hms.client.live.View;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells the server how this client fares: cumulative counts, every now and then as the server asks
/// for it, and soon after something was applied.
@SuppressWarnings("FutureReturnValueIgnored") // what fails there is handled there
final class Reports {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int TROUBLE_AFTER = 3;

    private final Settings settings;
    private final HttpClient http;
    private final Timer timer;
    private final LiveValues live;
    private final Session session;
    private final Troubles troubles;
    private final String instance;
    private final String key;
    private long sequence;
    private Duration next = FIRST;
    private int failures;
    private boolean soon;
    private boolean sending;
    private boolean closed;
    private Timer.@Nullable Waiting waiting;

    /// @param instance what tells this client from every other
    /// @param key the reader's key
    Reports(
            Settings settings,
            ClientPool pool,
            LiveValues live,
            Session session,
            Troubles troubles,
            String instance,
            String key) {
        this.settings = settings;
        this.http = pool.http();
        this.timer = pool.background();
        this.live = live;
        this.session = session;
        this.troubles = troubles;
        this.instance = instance;
        this.key = key;
    }

    synchronized void start() {
        schedule(spread(next));
    }

    /// Something was applied: the next report is due soon.
    synchronized void soon() {
        soon = true;
        if (!sending) {
            schedule(
                    Duration.ofMillis(
                            Math.round(SOON.toMillis() * settings.random().getAsDouble())));
        }
    }

    private Duration spread(Duration time) {
        return Duration.ofMillis(
                Math.round(time.toMillis() * (0.5 + settings.random().getAsDouble() / 2)));
    }

    private void schedule(Duration wait) {
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
        if (!closed) {
            waiting = timer.after(wait, this::send);
        }
    }

    private void send() {
        synchronized (this) {
            if (closed || sending) {
                return;
            }
            sending = true;
            soon = false;
        }
        try {
            post(false).whenComplete(this::sent);
        } catch (RuntimeException e) { // such as a token that no header can carry
            sent(null, e);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> post(boolean leaving) {
        var request =
                HttpRequest.newBuilder(settings.at("/api/telemetry"))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "hms-client")
                        .POST(BodyPublishers.ofByteArray(Json.write(document(leaving))));
        settings.token()
                .get()
                .ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    private synchronized void sent(
            @Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        sending = false;
        if (failure == null && answer != null && answer.statusCode() < 300) {
            failures = 0;
            next = asked(answer.body());
        } else {
            failures++;
            next = next.multipliedBy(2);
            if (failures == TROUBLE_AFTER) {
                troubles.add(
                        Trouble.Kind.REPORT,
                        "reports do not arrive: "
                                + (answer == null
                                        ? String.valueOf(failure)
                                        : "the server answers with status " + answer.statusCode()));
            }
        }
        next = next.compareTo(LONGEST) < 0 ? next : LONGEST;
        schedule(soon ? SOON : spread(next));
    }

    private static Duration asked(byte[] body) {
        try {
            var millis = Json.read(body).path("nextMs").asLong(FIRST.toMillis());
            return Duration.ofMillis(Math.max(100, Math.min(millis, LONGEST.toMillis())));
        } catch (JacksonException e) {
            return FIRST; // no document of ours: ask again as at first
        }
    }

    /// The last report: this client ends as it should.
    CompletableFuture<?> leave() {
        synchronized (this) {
            closed = true;
            schedule(Duration.ZERO);
        }
        try {
            return post(true);
        } catch (RuntimeException e) { // such as a token that no header can carry
            return CompletableFuture.failedFuture(e);
        }
    }

    private ObjectNode document(boolean leaving) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("instance", instance);
        synchronized (this) {
            json.put("sequence", ++sequence);
        }
        json.put("key", key).put("env", settings.env());
        var attributes = json.putObject("attributes");
        settings.attributes().forEach(attributes::put);
        live.revision().ifPresent(revision -> json.put("revision", revision.toString()));
        session.skewMs().ifPresent(millis -> json.put("skewMs", millis));
        json.put("stale", session.stale().isPresent()).put("leaving", leaving);
        var policies = json.putArray("policies");
        Set<String> named = new TreeSet<>(settings.ids());
        for (var view : live.used(named)) {
            if (view.origin() == View.Origin.SERVER) {
                write(policies.addObject(), view);
            }
        }
        return json;
    }

    private static void write(ObjectNode json, View view) {
        json.put("policy", view.id());
        view.digest().ifPresent(digest -> json.put("digest", digest.hex()));
        view.group()
                .ifPresent(
                        group ->
                                json.put("run", group.run())
                                        .put("group", group.canary() ? "canary" : "baseline"));
        view.tally()
                .ifPresent(
                        tally -> {
                            json.put("evaluations", tally.evaluations());
                            json.put("errors", tally.errors()).put("micros", tally.micros());
                            put(json.putObject("alerts"), tally.alerts());
                            json.put("compared", tally.compared());
                            put(json.putObject("changes"), tally.changes());
                            put(json.putObject("rules"), tally.rules());
                        });
    }

    private static void put(ObjectNode json, Map<String, Long> counts) {
        counts.forEach(json::put);
    }
}
