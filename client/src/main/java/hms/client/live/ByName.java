package hms.client.live;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values by name, made once and then only read. Names and values stand side by side in one array,
/// so that finding one takes few loads, and names are interned, as those in a program's text are,
/// so that mostly no characters are compared.
final class ByName {
    private static final int SMALLEST = 8;

    private final @Nullable Object[] cells;

    ByName(Map<String, Object> values) {
        cells = new @Nullable Object[4 * Math.max(SMALLEST, powerOfTwo(values.size()))];
        values.forEach(
                (name, value) -> {
                    int at = place(name);
                    while (cells[at] != null) {
                        at = next(at);
                    }
                    cells[at] = name.intern();
                    cells[at + 1] = value;
                });
    }

    private static int powerOfTwo(int size) {
        return size < 2 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    private int place(String name) {
        int hash = name.hashCode();
        return ((hash ^ hash >>> 16) << 1) & (cells.length - 1);
    }

    private int next(int at) {
        return (at + 2) & (cells.length - 1);
    }

    /// The value of that name, or null if there is none.
    @SuppressWarnings("ReferenceEquality") // where they differ, search() compares characters
    @Nullable Object get(String name) {
        int at = place(name);
        return name == cells[at] ? cells[at + 1] : search(name, at);
    }

    private @Nullable Object search(String name, int from) {
        for (int at = from; cells[at] != null; at = next(at)) {
            if (name.equals(cells[at])) {
                return cells[at + 1];
            }
        }
        return null;
    }
}
