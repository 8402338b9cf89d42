package hms.client.wire;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// How far live values have come: the size of the ledger that they follow from. As text `0.1234`.
///
/// @param epoch which ledger: it grows where a ledger was restored from a copy that lacked its end
/// @param size how many entries were taken into account
public record Revision(long epoch, long size) implements Comparable<Revision> {
    private static final Comparator<Revision> ORDER =
            Comparator.comparingLong(Revision::epoch).thenComparingLong(Revision::size);
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,15})");

    public Revision {
        if (epoch < 0 || size < 0) {
            throw new IllegalArgumentException(
                    "a revision has an epoch and a size from 0 on, not " + epoch + "." + size);
        }
    }

    /// Reads `EPOCH.SIZE`; empty if the text is none.
    public static Optional<Revision> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(
                        new Revision(
                                Long.parseLong(match.group(1)), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "." + size;
    }
}
