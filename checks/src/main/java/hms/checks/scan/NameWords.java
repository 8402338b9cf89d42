package hms.checks.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words of a name: `dateOfBirth`, `date_of_birth` and `Date of birth` are the same three, and
/// `average` is one, which is not `age`.
public record NameWords(List<String> words) {
    private static final int LONGEST = 200;

    public NameWords {
        words = List.copyOf(words);
    }

    /// The words of a name, in lower case. What is too long to be a name has none.
    public static NameWords of(String name) {
        var words = new ArrayList<String>();
        if (name.length() > LONGEST) {
            return new NameWords(words);
        }
        var word = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) || begins(name, i)) {
                end(word, words);
            }
            if (Character.isLetterOrDigit(c)) {
                word.append(c);
            }
        }
        end(word, words);
        return new NameWords(words);
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }

    /// Whether a word begins here by its letters: `patientId`, `SSNLast`, `line2`.
    private static boolean begins(String name, int at) {
        if (at == 0) {
            return false;
        }
        char before = name.charAt(at - 1);
        char here = name.charAt(at);
        if (Character.isDigit(before) != Character.isDigit(here)) {
            return true;
        }
        boolean followedByLower =
                at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1));
        return Character.isUpperCase(here)
                && (Character.isLowerCase(before)
                        || (Character.isUpperCase(before) && followedByLower));
    }

    /// Whether these words stand in it, one after the other.
    public boolean contains(List<String> some) {
        for (int i = 0; i + some.size() <= words.size(); i++) {
            if (words.subList(i, i + some.size()).equals(some)) {
                return true;
            }
        }
        return false;
    }

    /// Whether it ends with these words.
    public boolean endsWith(List<String> some) {
        return words.size() >= some.size()
                && words.subList(words.size() - some.size(), words.size()).equals(some);
    }

    /// Whether one of its words is one of these.
    public boolean hasAny(List<String> some) {
        return words.stream().anyMatch(some::contains);
    }
}
