package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.write.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Health, readiness, metrics, and the description of the API.
final class SystemApi {

    private final Writer writer;
    private final ServerMetrics metrics;
    private final byte[] description;

    SystemApi(Writer writer, ServerMetrics metrics) {
        this.writer = writer;
        this.metrics = metrics;
        this.description = resource("openapi.yaml");
    }

    private static byte[] resource(String name) {
        try (var in = Objects.requireNonNull(SystemApi.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + name + " from this program", e);
        }
    }

    Response root(Call call) {
        return new Response.Whole(
                303, "", new byte[0], List.of(new Header("Location", "/register")));
    }

    Response health(Call call) {
        return Response.json(Map.of("status", "ok")).with("Cache-Control", "no-store");
    }

    /// @param at time of the last entry
    /// @param entriesBehind entries on the ledger that this server has not folded
    /// @param staleMs how old what it answers with may be
    /// @param waiting commands that wait to be written
    /// @param fault what keeps the ledger from being written
    private record Readiness(
            String status,
            Revision ledger,
            Instant at,
            long entriesBehind,
            long staleMs,
            int waiting,
            @Nullable String fault) {}

    private record Revision(long epoch, long size) {}

    Response ready(Call call) {
        var state = call.state();
        var head = writer.head();
        long behind = Math.max(0, head.size() - state.size());
        Optional<String> fault = writer.fault();
        boolean ready = fault.isEmpty() && state.size() > 0;
        return Response.json(
                        ready ? 200 : 503,
                        new Readiness(
                                ready ? "ready" : "not ready",
                                new Revision(state.epoch(), state.size()),
                                state.at(),
                                behind,
                                behind == 0
                                        ? 0
                                        : Duration.between(state.at(), call.now()).toMillis(),
                                writer.waiting(),
                                fault.isPresent() ? "the ledger cannot be written" : null))
                .with("Cache-Control", "no-store");
    }

    Response metrics(Call call) {
        return Response.bytes(
                "text/plain; version=0.0.4; charset=utf-8", metrics.scrape().getBytes(UTF_8));
    }

    Response description(Call call) {
        return Response.bytes("application/yaml", description)
                .with("Cache-Control", "public, max-age=300")
                .with("Access-Control-Allow-Origin", "*");
    }
}
