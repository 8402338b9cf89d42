package hms.server.register.prose;

import java.util.List;

/// A leaf of a marked text: what stays in it, what is struck and what is new.
record Marked(Leaf leaf, Change marker, List<List<Span>> cells) {

    enum Change {
        NONE,
        STRUCK,
        NEW
    }

    /// Words in a row that share a fate.
    record Span(Change change, List<Word> words) {
        Span {
            words = List.copyOf(words);
        }
    }

    static Marked all(Leaf leaf, Change change) {
        return new Marked(
                leaf,
                change,
                leaf.cells().stream().map(cell -> List.of(new Span(change, cell))).toList());
    }
}
