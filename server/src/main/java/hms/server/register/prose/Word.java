package hms.server.register.prose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The smallest piece of a text that is marked as a whole: a word or figure (`24-hour`, `µg/m³`,
/// `58,656`), a mark of punctuation, or the space between two words.
record Word(String text, Style style) {

    private static final Pattern PIECE =
            Pattern.compile(
                    "\\s+|[\\p{L}\\p{N}\\p{M}]+(?:[.,'’/-][\\p{L}\\p{N}\\p{M}]+)*+|.",
                    Pattern.DOTALL);

    /// A line that must break.
    static final String BREAK = "\u2029";

    /// How words are set: the tags around them, outermost first.
    record Style(List<Tag> tags) {
        static final Style PLAIN = new Style(List.of());

        Style with(Tag tag) {
            if (tags.contains(tag)) {
                return this;
            }
            var more = new ArrayList<>(tags);
            more.add(tag);
            return new Style(List.copyOf(more));
        }

        Style without(String name) {
            return new Style(tags.stream().filter(tag -> !tag.name().equals(name)).toList());
        }
    }

    /// An inline element; `href` is empty unless it is a link.
    record Tag(String name, String href) {
        static Tag of(String name) {
            return new Tag(name, "");
        }
    }

    /// Cuts a text into words. Outside of code, any run of white space is one space.
    static List<Word> cut(String text, Style style, boolean keepSpace) {
        var words = new ArrayList<Word>();
        var match = PIECE.matcher(text);
        while (match.find()) {
            var piece = match.group();
            words.add(new Word(piece.isBlank() && !keepSpace ? " " : piece, style));
        }
        return words;
    }

    boolean isSpace() {
        return text.isBlank();
    }

    /// Whether it is a word or figure, and not punctuation.
    boolean says() {
        return Character.isLetterOrDigit(text.codePointAt(0));
    }

    /// Whether it reads the same, however it is set. A link that leads elsewhere does not.
    boolean sameAs(Word other) {
        return text.equals(other.text) && href().equals(other.href());
    }

    private String href() {
        for (var tag : style.tags()) {
            if (!tag.href().isEmpty()) {
                return tag.href();
            }
        }
        return "";
    }
}
