package hms.checks.cases;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the dates of cases; bulk files repeat them, so the last thousands are kept.
final class Dates {
    private static final int KEPT = 10_000;

    private final String file;
    private final Problems problems;
    private final Map<String, LocalDate> known = new HashMap<>();

    Dates(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The date that a text says; empty, with a finding, if it says none.
    Optional<LocalDate> read(String text, long line, int column) {
        var date = known.get(text);
        if (date != null) {
            return Optional.of(date);
        }
        try {
            if (text.length() != 10) {
                throw new DateTimeException("not YYYY-MM-DD");
            }
            date = LocalDate.parse(text);
        } catch (DateTimeException e) {
            problems.error(
                    "not-a-date",
                    file,
                    line,
                    column,
                    "'"
                            + (text.length() > 40 ? text.substring(0, 20) + "…" : text)
                            + "' is not a date",
                    "write it as 2024-01-31");
            return Optional.empty();
        }
        if (known.size() >= KEPT) {
            known.clear();
        }
        known.put(text, date);
        return Optional.of(date);
    }
}
