package hms.server.push;

import org.jspecify.annotations.Nullable;

/// Those subscribers of an [Audience] that select the same.
final class Group {

    private final Selection selection;
    private int size;

    /// Index of the last entry that they have to hear of, as of the edition that was pinned last.
    private long lastChange = -1;

    private @Nullable Edition lastEdition;
    private @Nullable Message last;
    private long lastFrom;

    Group(Selection selection) {
        this.selection = selection;
    }

    Selection selection() {
        return selection;
    }

    /// One more, or one less.
    ///
    /// @return how many there are
    int add(int by) {
        size += by;
        return size;
    }

    /// Takes note of what an edition has from an entry on.
    void look(Edition edition, long from) {
        for (var change : edition.since(from).entrySet()) {
            if (selection.names(change.getValue())) {
                lastChange = Math.max(lastChange, change.getKey());
            }
        }
    }

    /// Whether who has come to `sent` is behind.
    boolean isBehind(long sent) {
        return lastChange >= sent;
    }

    /// The next message for who has come to `from`; most often the one that the last one got too.
    @SuppressWarnings("ReferenceEquality") // an edition is equal to itself only
    Message next(Edition edition, long from) {
        var known = last;
        if (known != null && lastEdition == edition && lastFrom == from) {
            return known;
        }
        var message = edition.next(selection, from);
        lastEdition = edition;
        last = message;
        lastFrom = from;
        return message;
    }
}
