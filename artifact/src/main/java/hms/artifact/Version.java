package hms.artifact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A version by Semantic Versioning 2.0.0. Ordered by precedence (section 11), in which build
/// metadata has no part: two versions that differ only in it compare as equal and are yet not
/// [#equals].
///
/// @param major the first number
/// @param minor the second number
/// @param patch the third number
/// @param preRelease the dot-separated identifiers after `-`; empty for a release
/// @param build the dot-separated identifiers after `+`
public record Version(
        long major, long minor, long patch, List<String> preRelease, List<String> build)
        implements Comparable<Version> {
    /// The longest version, in characters.
    public static final int MAX_LENGTH = 100;

    static final String REMEDY =
            "write three numbers with dots, without leading zeros, as in 2.0.0 or 2.0.0-draft.1";

    private static final String NUMBER = "(0|[1-9][0-9]{0,14})";
    private static final String PRE = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM =
            Pattern.compile(
                    NUMBER
                            + "\\."
                            + NUMBER
                            + "\\."
                            + NUMBER
                            + "(?:-("
                            + PRE
                            + "(?:\\."
                            + PRE
                            + ")*))?"
                            + "(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    public Version {
        preRelease = List.copyOf(preRelease);
        build = List.copyOf(build);
    }

    /// The version written so; throws `IllegalArgumentException` if it is none.
    public static Version of(String text) {
        return parse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "version "
                                                + Excerpts.quote(text)
                                                + " "
                                                + problem(text)
                                                + "; "
                                                + REMEDY));
    }

    /// The version written so, or empty if it is none. Nothing is forgiven: no `v`, no blanks, no
    /// missing part.
    public static Optional<Version> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var match = FORM.matcher(text);
        return match.matches() ? Optional.of(read(match)) : Optional.empty();
    }

    /// A release with these three numbers.
    public static Version of(long major, long minor, long patch) {
        return new Version(major, minor, patch, List.of(), List.of());
    }

    private static Version read(Matcher match) {
        return new Version(
                Long.parseLong(match.group(1)),
                Long.parseLong(match.group(2)),
                Long.parseLong(match.group(3)),
                parts(match.group(4)),
                parts(match.group(5)));
    }

    private static List<String> parts(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split("\\.", -1));
    }

    /// What is wrong with `text` as a version, as the end of a sentence.
    static String problem(String text) {
        if (text.isEmpty()) {
            return "is empty";
        }
        if (text.length() > MAX_LENGTH) {
            return "is longer than " + MAX_LENGTH + " characters";
        }
        if (text.matches("[vV=].*")) {
            return "begins with " + Excerpts.quote(text.substring(0, 1));
        }
        if (text.matches("[0-9]+(\\.[0-9]+)?")) {
            return "has " + (text.contains(".") ? "two parts" : "one part") + ", not three";
        }
        if (text.matches("(.*[.+-])?0[0-9]+([.+-].*)?")) {
            return "has a number with a leading zero";
        }
        return "is not a Semantic Versioning 2.0.0 version";
    }

    /// The next version that raises `bump`: a pre-release or build part is dropped.
    public Version next(Bump bump) {
        return switch (bump) {
            case MAJOR -> of(major + 1, 0, 0);
            case MINOR -> of(major, minor + 1, 0);
            case PATCH -> of(major, minor, patch + 1);
        };
    }

    /// Which part differs first from `earlier`, whose numbers are not greater: the bump between
    /// them.
    public Bump bumpFrom(Version earlier) {
        if (major != earlier.major) {
            return Bump.MAJOR;
        }
        return minor != earlier.minor ? Bump.MINOR : Bump.PATCH;
    }

    /// The three numbers alone.
    public Version core() {
        return of(major, minor, patch);
    }

    /// Whether this is a pre-release such as `2.0.0-draft.1`.
    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    @Override
    public int compareTo(Version other) {
        var order = Long.compare(major, other.major);
        if (order == 0) {
            order = Long.compare(minor, other.minor);
        }
        if (order == 0) {
            order = Long.compare(patch, other.patch);
        }
        return order == 0 ? comparePreRelease(preRelease, other.preRelease) : order;
    }

    private static int comparePreRelease(List<String> a, List<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        for (var i = 0; i < Math.min(a.size(), b.size()); i++) {
            var order = compareIdentifier(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareIdentifier(String a, String b) {
        var numericA = DIGITS.matcher(a).matches();
        var numericB = DIGITS.matcher(b).matches();
        if (numericA != numericB) {
            return numericA ? -1 : 1;
        }
        if (numericA && a.length() != b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        return a.compareTo(b);
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add(major + "." + minor + "." + patch);
        if (!preRelease.isEmpty()) {
            parts.add("-" + String.join(".", preRelease));
        }
        if (!build.isEmpty()) {
            parts.add("+" + String.join(".", build));
        }
        return String.join("", parts);
    }
}
