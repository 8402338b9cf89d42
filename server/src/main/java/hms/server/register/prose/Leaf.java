package hms.server.register.prose;

import java.util.List;
import java.util.stream.Collectors;

/// A block that holds words, with the lists and quotations around it.
///
/// `opens` is the depth among `around` at which the leaf begins a new list item; `around.size()` if
/// it continues what is open. `marker` is a paragraph's legal mark, `(a)`; empty if it has none.
/// Rows of tables have several cells, all other leaves one.
record Leaf(Shape shape, List<Container> around, int opens, String marker, List<List<Word>> cells) {

    enum Shape {
        HEADING,
        SUBHEADING,
        PARAGRAPH,
        CODE,
        TABLE_HEAD,
        TABLE_ROW,
        BREAK
    }

    /// A list or a quotation. `start` is the first number of a numbered list.
    record Container(Type type, int start) {
        enum Type {
            BULLETS,
            NUMBERS,
            QUOTE
        }

        boolean isList() {
            return type != Type.QUOTE;
        }
    }

    Leaf {
        around = List.copyOf(around);
        cells = cells.stream().map(List::copyOf).toList();
    }

    /// All that it says, without its mark and setting.
    String said() {
        return cells.stream()
                .map(cell -> cell.stream().map(Word::text).collect(Collectors.joining()))
                .collect(Collectors.joining("\t"));
    }

    /// Whether another leaf may be an earlier form of this one.
    boolean comparableTo(Leaf other) {
        return shape == other.shape && cells.size() == other.cells.size();
    }

    boolean sameAs(Leaf other) {
        return comparableTo(other) && marker.equals(other.marker) && sameCells(other);
    }

    private boolean sameCells(Leaf other) {
        for (int i = 0; i < cells.size(); i++) {
            var mine = cells.get(i);
            var theirs = other.cells.get(i);
            if (mine.size() != theirs.size()) {
                return false;
            }
            for (int k = 0; k < mine.size(); k++) {
                if (!mine.get(k).sameAs(theirs.get(k))) {
                    return false;
                }
            }
        }
        return true;
    }
}
