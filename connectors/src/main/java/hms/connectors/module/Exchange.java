package hms.connectors.module;

import hms.connectors.guarded.GuardedHttp;
import hms.connectors.guarded.GuardedHttp.Answered;
import hms.connectors.guarded.GuardedHttp.Request;
import hms.connectors.guarded.UnreachableException;
import hms.runs.port.Handover;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is said between us and one module in one call of the carrier: with the same headers, and by
/// the same deadline.
final class Exchange {

    private static final int LONGEST_QUOTE = 120;

    private final GuardedHttp http;
    private final InstantSource clock;
    private final Instant deadline;
    private final Optional<String> token;

    Exchange(GuardedHttp http, InstantSource clock, Duration timeout, Optional<String> token) {
        this.http = http;
        this.clock = clock;
        this.deadline = clock.instant().plus(timeout);
        this.token = token;
    }

    Answered post(String url, Map<String, String> headers, String body) throws IOException {
        return send(Request.post(url, "application/json", authorised(headers), body));
    }

    Answered get(String url) throws IOException {
        return send(Request.get(url, authorised(Map.of())));
    }

    /// How much of the time is left; not negative.
    Duration left() {
        var left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Answered send(Request request) throws IOException {
        var left = left();
        if (left.isZero()) {
            throw new IOException("the time for it was up before it was asked");
        }
        return http.send(request, left);
    }

    private Map<String, String> authorised(Map<String, String> headers) {
        if (token.isEmpty()) {
            return headers;
        }
        var all = new LinkedHashMap<>(headers);
        all.put("Authorization", "Bearer " + token.get());
        return all;
    }

    /// What an answer that is no yes means.
    Handover no(Answered answer) {
        int status = answer.status();
        var said = "it answered " + status + quote(answer);
        if (status < 400) {
            return new Handover.Refused(
                    said
                            + " and points elsewhere; redirects are not followed, configure the address that is meant");
        }
        return switch (status) {
            case 408, 425, 429 -> new Handover.Unsure(said);
            case 409 ->
                    new Handover.Refused(
                            said
                                    + ": it has had a shipment of a higher sequence than this one, which must not undo it");
            case 401, 403 ->
                    new Handover.Refused(said + "; check the token that is configured for it");
            default -> status >= 500 ? new Handover.Unsure(said) : new Handover.Refused(said);
        };
    }

    /// What not getting an answer means.
    static Handover no(IOException failure) {
        var reason = String.valueOf(failure.getMessage());
        return failure instanceof UnreachableException
                ? new Handover.Refused(reason)
                : new Handover.Unsure(reason);
    }

    /// The beginning of an answer's text as it may stand in a message.
    private String quote(Answered answer) {
        var text = answer.body();
        if (token.isPresent()) {
            text = text.replace(token.get(), "…");
        }
        var line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        if (line.isEmpty()) {
            return "";
        }
        return " (%s)"
                .formatted(
                        line.codePointCount(0, line.length()) <= LONGEST_QUOTE
                                ? line
                                : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE))
                                        + "…");
    }
}
