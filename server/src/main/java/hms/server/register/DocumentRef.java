package hms.server.register;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where a document stands in the register: a volume and a number in it, both from 1, both for
/// ever.
public record DocumentRef(int volume, int number) implements Comparable<DocumentRef> {

    private static final Pattern CITATION =
            Pattern.compile(
                    "\\s*([0-9]{1,6})\\s+HMS\\s+Reg\\.?\\s+([0-9]{1,9})\\s*",
                    Pattern.CASE_INSENSITIVE);

    public DocumentRef {
        if (volume < 1 || number < 1) {
            throw new IllegalArgumentException(
                    "A document's volume and number start at 1, not " + volume + " and " + number);
        }
    }

    /// Reads a citation such as `1 HMS Reg. 42`, as a reader would type it.
    public static Optional<DocumentRef> ofCitation(String text) {
        var match = CITATION.matcher(text);
        return match.matches() ? of(match.group(1), match.group(2)) : Optional.empty();
    }

    /// Reads a volume and a number from their digits; empty if either is not a positive number of
    /// ordinary size.
    static Optional<DocumentRef> of(String volume, String number) {
        if (!volume.matches("[1-9][0-9]{0,5}") || !number.matches("[1-9][0-9]{0,8}")) {
            return Optional.empty();
        }
        return Optional.of(new DocumentRef(Integer.parseInt(volume), Integer.parseInt(number)));
    }

    /// How lawyers name it: `1 HMS Reg. 42`.
    public String citation() {
        return volume + " HMS Reg. " + number;
    }

    /// Its number in one word, as in JSON: `1-42`.
    public String documentNumber() {
        return volume + "-" + number;
    }

    /// The permanent path of its page: `/register/1/42`.
    public String path() {
        return "/register/" + volume + "/" + number;
    }

    @Override
    public int compareTo(DocumentRef other) {
        var byVolume = Integer.compare(volume, other.volume);
        return byVolume != 0 ? byVolume : Integer.compare(number, other.number);
    }
}
