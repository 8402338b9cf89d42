package hms.artifact;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a scalar means: YAML 1.2's core schema, of which JSON's literals are a part, and dates.
///
/// | written | is |
/// |---|---|
/// | `true True TRUE false …` | a truth value |
/// | `null Null NULL ~` and nothing | nothing |
/// | `25 2.50 -1e3 .5 0o17 0x1F` | an exact decimal |
/// | `2024-01-01`, in quotes or not | a date |
/// | all else: `yes`, `on`, `1_000`, `12:30` | a text |
final class Scalars {
    /// The most significant digits of a number (those of IEEE 754 decimal128).
    static final int MAX_DIGITS = 34;
    /// The greatest power of ten of a number's first digit, up or down.
    static final int MAX_EXPONENT = 99;

    private static final int MAX_WRITTEN = 200;
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity", ".nan", ".inf");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:\\.[0-9]++|[0-9]++(?:\\.[0-9]*+)?)(?:[eE]([-+]?[0-9]++))?");
    private static final Pattern BASED = Pattern.compile("0o[0-7]++|0x[0-9a-fA-F]++");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern ALMOST_NUMBER =
            Pattern.compile(
                    "[-+]?[0-9]{1,3}(?:[_,' ][0-9]{3})+(?:\\.[0-9]+)?|[-+]?[0-9]+,[0-9]{1,2}|0b[01]+|0[0-7]*_[0-7_]+");
    private static final Pattern ALMOST_DATE =
            Pattern.compile(
                    "[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}");

    private Scalars() {}

    static boolean isNothing(Node node) {
        return node instanceof Node.Scalar scalar
                && scalar.style() == Node.Style.PLAIN
                && NOTHING.contains(scalar.text());
    }

    /// Whether it is a text by the rules above, dates included: what a title may be.
    static boolean isText(Node.Scalar scalar) {
        var text = scalar.text();
        return scalar.style() != Node.Style.PLAIN
                || !(NOTHING.contains(text)
                        || TRUE.contains(text)
                        || FALSE.contains(text)
                        || isNotFinite(text)
                        || isNumber(text));
    }

    static boolean isNumber(String text) {
        return DECIMAL.matcher(text).matches() || BASED.matcher(text).matches();
    }

    static String kind(Node.Scalar scalar) {
        var text = scalar.text();
        if (scalar.style() != Node.Style.PLAIN) {
            return "a text";
        }
        if (NOTHING.contains(text)) {
            return "nothing";
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return "a truth value";
        }
        return isNumber(text) || isNotFinite(text) ? "a number" : "a text";
    }

    private static boolean isNotFinite(String text) {
        var bare = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return bare.length() <= 8 && NOT_FINITE.contains(bare.toLowerCase(Locale.ROOT));
    }

    /// The value of a scalar that is not nothing; empty, with a finding, if it has none.
    static Optional<Value> value(Node.Scalar scalar, Findings findings) {
        var text = scalar.text();
        if (DATE.matcher(text).matches()) {
            return date(scalar, findings).map(Value.Date::new);
        }
        if (isText(scalar)) {
            return text(scalar, findings);
        }
        if (TRUE.contains(text)) {
            return Optional.of(new Value.Bool(true));
        }
        if (FALSE.contains(text)) {
            return Optional.of(new Value.Bool(false));
        }
        return number(scalar, findings).map(Value.Num::new);
    }

    private static Optional<Value> text(Node.Scalar scalar, Findings findings) {
        var text = scalar.text();
        var script = Letters.script(text);
        if (script.isPresent()) {
            script(script.get(), scalar.at(), findings);
            return Optional.empty();
        }
        if (scalar.style() == Node.Style.PLAIN && text.length() <= MAX_WRITTEN) {
            warnOfLookalike(text, scalar.at(), findings);
        }
        return Optional.of(new Value.Text(text));
    }

    static void script(String piece, At at, Findings findings) {
        findings.error(
                "script",
                at,
                "the text has " + Excerpts.quote(piece) + " in it, which a browser might run",
                "take it out; texts are prose or Markdown without HTML of this kind");
    }

    private static void warnOfLookalike(String text, At at, Findings findings) {
        if (ALMOST_NUMBER.matcher(text).matches()) {
            findings.warning(
                    "text-like-number",
                    at,
                    Excerpts.quote(text) + " is read as a text, not as a number",
                    "write the number without separators and with a decimal point, or put the text in quotes");
        } else if (ALMOST_DATE.matcher(text).matches()) {
            findings.warning(
                    "text-like-date",
                    at,
                    Excerpts.quote(text) + " is read as a text, not as a date",
                    "write the date as YYYY-MM-DD, or put the text in quotes");
        }
    }

    /// The date `YYYY-MM-DD`, or empty with a finding.
    static Optional<LocalDate> date(Node.Scalar scalar, Findings findings) {
        var text = scalar.text();
        if (!DATE.matcher(text).matches()) {
            findings.error(
                    "not-a-date",
                    scalar.at(),
                    Excerpts.quote(text) + " is not a date",
                    "write it as YYYY-MM-DD, as in 2024-09-01");
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE));
        } catch (DateTimeException e) {
            findings.error(
                    "impossible-date",
                    scalar.at(),
                    "there is no day " + text + " in the calendar",
                    "correct the month or the day");
            return Optional.empty();
        }
    }

    /// The exact number, or empty with a finding.
    static Optional<BigDecimal> number(Node.Scalar scalar, Findings findings) {
        var text = scalar.text();
        if (scalar.style() == Node.Style.PLAIN && isNotFinite(text)) {
            findings.error(
                    "number-not-finite",
                    scalar.at(),
                    text + " is not a number that a rule can have",
                    "write a finite number, or put the word in quotes if it is a text");
            return Optional.empty();
        }
        if (scalar.style() != Node.Style.PLAIN || !isNumber(text)) {
            findings.error(
                    "not-a-number",
                    scalar.at(),
                    scalar.kind() + " stands where a number is needed",
                    "write a number without quotes, as in 25 or 2.50");
            return Optional.empty();
        }
        if (text.length() > MAX_WRITTEN || exponentIsLong(text)) {
            return tooBig(scalar, findings);
        }
        var number = exact(text);
        var magnitude = (long) number.precision() - number.scale() - 1;
        var significant = number.stripTrailingZeros().precision();
        if (significant > MAX_DIGITS
                || number.scale() > MAX_EXPONENT
                || Math.abs(magnitude) > MAX_EXPONENT) {
            return tooBig(scalar, findings);
        }
        warnOfLeadingZero(text, scalar.at(), findings);
        return Optional.of(number);
    }

    private static BigDecimal exact(String text) {
        if (text.startsWith("0o")) {
            return new BigDecimal(new BigInteger(text.substring(2), 8));
        }
        if (text.startsWith("0x")) {
            return new BigDecimal(new BigInteger(text.substring(2), 16));
        }
        return new BigDecimal(text);
    }

    private static boolean exponentIsLong(String text) {
        var match = DECIMAL.matcher(text);
        return match.matches() && match.group(1) != null && match.group(1).length() > 6;
    }

    private static Optional<BigDecimal> tooBig(Node.Scalar scalar, Findings findings) {
        findings.error(
                "number-out-of-range",
                scalar.at(),
                "the number "
                        + Excerpts.quote(scalar.text())
                        + " has more than "
                        + MAX_DIGITS
                        + " significant digits, or is not between 1e-"
                        + MAX_EXPONENT
                        + " and 1e"
                        + MAX_EXPONENT,
                "write a number that a rule can compute with exactly");
        return Optional.empty();
    }

    private static void warnOfLeadingZero(String text, At at, Findings findings) {
        if (text.matches("[-+]?0[0-9].*")) {
            findings.warning(
                    "leading-zero",
                    at,
                    text + " is read as the decimal number " + new BigDecimal(text).toPlainString(),
                    "leave the leading zero out, or put the text in quotes if it is a code");
        }
    }
}
