package hms.connectors.smoke;

import hms.connectors.guarded.GuardedHttp;
import hms.connectors.guarded.GuardedHttp.Request;
import hms.runs.port.ClockProbe;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/// Reads another machine's clock off the `Date` of its answers (RFC 9110, section 6.6.1). It is
/// compared with the middle of the exchange.
public final class DateHeader implements ClockProbe {

    private final GuardedHttp http;
    private final InstantSource clock;

    public DateHeader(GuardedHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Optional<Duration> skew(String url, Duration within) {
        var asked = clock.instant();
        try {
            var date = http.send(Request.get(url, Map.of()), within).date();
            var answered = clock.instant();
            var middle = asked.plus(Duration.between(asked, answered).dividedBy(2));
            return date.flatMap(DateHeader::instant)
                    .map(theirs -> Duration.between(middle, theirs));
        } catch (IOException e) {
            return Optional.empty(); // whether it answers at all is another check
        }
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
