package hms.server.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The `Date` header (RFC 9110, section 6.6.1), formatted once a second.
final class HttpDate {

    private final InstantSource clock;
    private volatile Formatted last = new Formatted(Long.MIN_VALUE, "");

    private record Formatted(long second, String text) {}

    HttpDate(InstantSource clock) {
        this.clock = clock;
    }

    String now() {
        return at(clock.instant());
    }

    String at(Instant now) {
        var known = last;
        if (known.second() != now.getEpochSecond()) {
            known =
                    new Formatted(
                            now.getEpochSecond(),
                            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                    now.atOffset(ZoneOffset.UTC)));
            last = known;
        }
        return known.text();
    }
}
