package hms.minicluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What a process of a cluster says: lines with a time, on its standard error, which is its log.
final class Log {
    private Log() {}

    static void line(String text) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        System.err.println(now + " " + text.replace('\n', ' '));
    }
}
