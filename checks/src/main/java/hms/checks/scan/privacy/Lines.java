package hms.checks.scan.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Consumer;

/// The lines of a file, whatever it is: what is not UTF-8 reads as replacement characters.
final class Lines {
    private final String text;

    Lines(byte[] bytes) {
        this.text = new String(bytes, UTF_8);
    }

    /// Something that was seen.
    ///
    /// @param line the line, from 1
    /// @param column the column in characters, from 1
    /// @param text what it is
    /// @param inComment whether its line begins with `#`
    record Seen(PersonalKind kind, int line, int column, String text, boolean inComment) {}

    /// Goes through all lines.
    void sightings(Consumer<Seen> takes) {
        int number = 0;
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            number++;
            var line = text.substring(from, end);
            for (var sighting : Sightings.in(line)) {
                takes.accept(
                        new Seen(
                                sighting.kind(),
                                number,
                                line.codePointCount(0, sighting.from()) + 1,
                                line.substring(sighting.from(), sighting.to()),
                                line.startsWith("#")));
            }
            from = end + 1;
        }
    }
}
