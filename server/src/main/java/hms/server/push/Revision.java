package hms.server.push;

import java.util.Optional;
import java.util.regex.Pattern;

/// How far a subscriber has come: `EPOCH.SIZE`.
///
/// @param size of the ledger
public record Revision(long epoch, long size) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})");

    /// The revision in this text; empty if it is none.
    public static Optional<Revision> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(
                        new Revision(
                                Long.parseLong(match.group(1)), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return epoch + "." + size;
    }
}
