package hms.core.event;

import java.time.Instant;
import java.time.LocalDate;

/// Reads instants as entries have them, `2026-01-02T03:04:05.678901Z`, several times as fast as
/// [Instant#parse], which took two fifths of the time of reading an entry.
final class Instants {
    private static final int SECONDS = "2026-01-02T03:04:05".length();
    private static final int SECONDS_A_DAY = 86_400;

    private Instants() {}

    /// @throws java.time.DateTimeException if the text is no instant (ISO 8601, in UTC)
    static Instant parse(String text) {
        return isUsual(text) ? usual(text) : Instant.parse(text);
    }

    /// Whether it is of the form that has no surprises: four digits of a year, no leap second, and
    /// no fraction or one of milli- or microseconds.
    private static boolean isUsual(String text) {
        int length = text.length();
        if (length != SECONDS + 1 && length != SECONDS + 5 && length != SECONDS + 8) {
            return false;
        }
        for (int i = 0; i < length - 1; i++) {
            char c = text.charAt(i);
            boolean fits =
                    switch (i) {
                        case 4, 7 -> c == '-';
                        case 10 -> c == 'T';
                        case 13, 16 -> c == ':';
                        case 19 -> c == '.';
                        default -> c >= '0' && c <= '9';
                    };
            if (!fits) {
                return false;
            }
        }
        return text.charAt(length - 1) == 'Z'
                && number(text, 11, 13) < 24
                && number(text, 14, 16) < 60
                && number(text, 17, 19) < 60;
    }

    private static Instant usual(String text) {
        var day =
                LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                        .toEpochDay();
        int second =
                number(text, 11, 13) * 3_600 + number(text, 14, 16) * 60 + number(text, 17, 19);
        int digits = text.length() - SECONDS - 2;
        long nanos =
                switch (digits) {
                    case 3 -> number(text, 20, 23) * 1_000_000L;
                    case 6 -> number(text, 20, 26) * 1_000L;
                    default -> 0;
                };
        return Instant.ofEpochSecond(day * SECONDS_A_DAY + second, nanos);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
