package hms.checks.simulate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What kind of change it is that an outcome differs, so that what a simulation showed and what
/// subscribers see can be held against each other.
///
/// Outcomes that name something (`true`, `violation`) are kinds by themselves. Amounts hardly ever
/// come twice, so that of those only direction and magnitude count: a benefit that rises by a tenth
/// is another kind of change than one that rises tenfold.
public final class ChangeKind {
    /// What no kind is known for.
    public static final String OTHERS = "others";

    private static final String ERROR = "error";
    private static final String FAILED = "failed: ";
    private static final int LONGEST = 60;
    private static final int MOST_DIGITS = 40;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final BigDecimal HALF_MORE = new BigDecimal("1.5");
    private static final BigDecimal FIVEFOLD = new BigDecimal("5");

    private ChangeKind() {}

    /// @param before the outcome under the old version, as text; `error` or `failed: …` where there
    ///     was none
    /// @param after the outcome under the new version
    public static String of(String before, String after) {
        var was = outcome(before);
        var is = outcome(after);
        var numbers = numbers(was, is);
        if (numbers.isPresent()) {
            return numbers.get();
        }
        var dates = dates(was, is);
        return dates.orElseGet(() -> brief(was) + " → " + brief(is));
    }

    /// Reads `OLD → NEW`, as subscribers report it.
    public static String ofReported(String change) {
        int arrow = change.indexOf(" → ");
        return arrow < 0
                ? OTHERS
                : of(change.substring(0, arrow), change.substring(arrow + " → ".length()));
    }

    private static String outcome(String text) {
        return text.equals(ERROR) || text.startsWith(FAILED) ? ERROR : text;
    }

    /// A list or a long text: that it changed has to do.
    private static String brief(String text) {
        boolean isLong = text.length() >= LONGEST || text.startsWith("[") || text.startsWith("{");
        return isLong ? "…" : text;
    }

    private static Optional<String> numbers(String before, String after) {
        if (!isNumber(before) || !isNumber(after)) {
            return Optional.empty();
        }
        var was = new BigDecimal(before);
        var is = new BigDecimal(after);
        if (was.signum() != is.signum()) {
            return Optional.of(sign(was) + " → " + sign(is));
        }
        var direction = is.compareTo(was) > 0 ? "a number rises " : "a number falls ";
        return Optional.of(direction + magnitude(was.abs(), is.abs()));
    }

    private static boolean isNumber(String text) {
        return text.length() <= MOST_DIGITS && NUMBER.matcher(text).matches();
    }

    private static String sign(BigDecimal number) {
        return switch (number.signum()) {
            case 0 -> "zero";
            case 1 -> "a number above zero";
            default -> "a number below zero";
        };
    }

    private static String magnitude(BigDecimal one, BigDecimal other) {
        var less = one.min(other);
        var more = one.max(other);
        if (more.compareTo(less.multiply(HALF_MORE)) < 0) {
            return "by less than half";
        }
        return more.compareTo(less.multiply(FIVEFOLD)) < 0 ? "severalfold" : "many times";
    }

    private static Optional<String> dates(String before, String after) {
        if (!DATE.matcher(before).matches() || !DATE.matcher(after).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDate.parse(after).isAfter(LocalDate.parse(before))
                            ? "a later date"
                            : "an earlier date");
        } catch (DateTimeParseException e) {
            return Optional.empty(); // looks like a date and is none: a text like others
        }
    }
}
