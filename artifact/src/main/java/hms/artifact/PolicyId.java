package hms.artifact;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a policy: `[a-z0-9][a-z0-9-]{0,62}`. It stands in URLs, file names, tags and signed
/// statements, so it has no letters that look like others and nothing that could be a path.
///
/// @param text the id as written
public record PolicyId(String text) implements Comparable<PolicyId> {
    /// The longest id, in characters.
    public static final int MAX_LENGTH = 63;

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public PolicyId {
        var problem = problem(text);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(
                    "policy id " + Excerpts.quote(text) + " " + problem.get() + "; " + REMEDY);
        }
    }

    static final String REMEDY =
            "write 1 to 63 lower-case ASCII letters, digits and hyphens, the first of them no hyphen,"
                    + " for example epa-pm25-limit";

    /// The id with this text; throws `IllegalArgumentException` if it is none.
    public static PolicyId of(String text) {
        return new PolicyId(text);
    }

    /// The id with this text, or empty if it is none.
    public static Optional<PolicyId> parse(String text) {
        return problem(text).isPresent() ? Optional.empty() : Optional.of(new PolicyId(text));
    }

    /// What is wrong with `text` as an id, as the end of a sentence; empty if nothing is.
    public static Optional<String> problem(String text) {
        if (FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            return Optional.of("is empty");
        }
        if (text.contains("/") || text.contains("\\") || text.contains("..")) {
            return Optional.of("has parts of a path in it");
        }
        var foreign = text.codePoints().filter(c -> c > 0x7E || c < 0x21).findFirst();
        if (foreign.isPresent()) {
            return Optional.of(
                    "has the character "
                            + Excerpts.name(foreign.getAsInt())
                            + ", which could be mistaken for another");
        }
        if (text.length() > MAX_LENGTH) {
            return Optional.of("is longer than " + MAX_LENGTH + " characters");
        }
        if (!text.equals(text.toLowerCase(Locale.ROOT))) {
            return Optional.of("has capital letters");
        }
        return Optional.of(
                text.startsWith("-")
                        ? "begins with a hyphen"
                        : "has characters other than a-z, 0-9 and -");
    }

    @Override
    public int compareTo(PolicyId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
