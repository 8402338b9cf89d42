package hms.checks.scan.privacy;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Sees personal data in one line of text by its form. Linear in the text, whatever it is: regular
/// expressions are RE2's, and what precedes a number is looked at for a bounded stretch.
final class Sightings {
    private static final int LONGEST_ADDRESS = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final Pattern EMAIL =
            Pattern.compile("[\\p{L}\\p{N}._%+'-]+@(?:[\\p{L}\\p{N}-]+\\.)+[\\p{L}]{2,24}");
    private static final String DATE =
            "(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
                    + "|[A-Za-z]{3,9}\\.? [0-9]{1,2},? [0-9]{4}|[0-9]{1,2}\\.? [A-Za-z]{3,9}\\.? [0-9]{4})";
    private static final Pattern BORN =
            Pattern.compile(
                    "(?i)(?:^|[^a-z])(?:dob|d\\.o\\.b\\.?|date of birth|birth ?date|birthday"
                            + "|born(?: on)?|geboren(?: am)?|geburtsdatum|fecha de nacimiento"
                            + "|date de naissance)(?: is| was)?[^a-z0-9]{1,4}("
                            + DATE
                            + ")");
    private static final Pattern RECORD =
            Pattern.compile(
                    "(?i)(?:^|[^a-z])(?:mrn|medical record (?:no\\.?|number)|patient (?:id|no\\.?|number))"
                            + "[^a-z0-9]{1,3}([a-z]{0,3}-?[0-9][0-9-]{3,15})");
    private static final List<String> BORN_WORDS =
            List.of("dob", "d.o.b", "birth", "born", "gebor", "geburt", "nacimiento", "naissance");
    private static final List<String> RECORD_WORDS = List.of("mrn", "medical record", "patient");

    private final String text;
    private final List<Sighting> seen = new ArrayList<>();

    private Sightings(String text) {
        this.text = text;
    }

    /// All that is in a line, in no particular order.
    static List<Sighting> in(String line) {
        var plain = plain(line);
        var sightings = new Sightings(plain);
        if (plain.indexOf('@') >= 0) {
            sightings.addresses();
        }
        Accounts.in(plain).forEach(sightings::add);
        Numbers.in(plain).forEach(sightings::add);
        sightings.spoken();
        return sightings.seen;
    }

    /// Digits, dashes and spaces of other scripts as those of ASCII, so that they hide nothing; of
    /// the same length.
    private static String plain(String line) {
        StringBuilder plain = null;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c > '~') {
                char as = plain(c);
                if (as != c) {
                    plain = plain == null ? new StringBuilder(line) : plain;
                    plain.setCharAt(i, as);
                }
            }
        }
        return plain == null ? line : plain.toString();
    }

    private static char plain(char c) {
        if (Character.isDigit(c)) {
            return (char) ('0' + Character.digit(c, 10));
        }
        return switch (Character.getType(c)) {
            case Character.DASH_PUNCTUATION -> '-';
            case Character.SPACE_SEPARATOR -> ' ';
            default -> c == '\u2212' ? '-' : c == '\uFF20' ? '@' : c == '\uFF0B' ? '+' : c;
        };
    }

    private void addresses() {
        var match = EMAIL.matcher(text);
        while (match.find()) {
            int at = text.indexOf('@', match.start());
            boolean isShort =
                    at - match.start() <= LONGEST_LOCAL
                            && match.end() - match.start() <= LONGEST_ADDRESS;
            boolean isRemote = text.substring(match.start(), at).equals("git");
            if (isShort && !isRemote) {
                add(new Sighting(PersonalKind.EMAIL, match.start(), match.end()));
            }
        }
    }

    /// What the words before it say.
    private void spoken() {
        var lower = text.toLowerCase(Locale.ROOT);
        if (BORN_WORDS.stream().anyMatch(lower::contains)) {
            spoken(BORN, PersonalKind.BIRTH_DATE);
        }
        if (RECORD_WORDS.stream().anyMatch(lower::contains)) {
            spoken(RECORD, PersonalKind.RECORD);
        }
    }

    private void spoken(Pattern pattern, PersonalKind kind) {
        var match = pattern.matcher(text);
        while (match.find()) {
            add(new Sighting(kind, match.start(1), match.end(1)));
        }
    }

    private void add(Sighting sighting) {
        Sighting.addTo(seen, sighting);
    }
}
