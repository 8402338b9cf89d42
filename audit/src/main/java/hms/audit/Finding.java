package hms.audit;

import hms.trust.Digest;
import hms.trust.TilePath;
import java.time.Instant;

/// Something that does not fit.
public sealed interface Finding {

    /// One sentence: what, where, and, if something can be done, what.
    String text();

    /// The checkpoint is not one that the log has signed.
    record CheckpointRefused(String reason) implements Finding {
        @Override
        public String text() {
            return "the checkpoint is not to be trusted: " + reason;
        }
    }

    /// The keeper says another size or root than the log has signed.
    record HeadDiffers(long size, Digest root, long signedSize, Digest signedRoot)
            implements Finding {
        @Override
        public String text() {
            return size == signedSize
                    ? "the stored head has the root %s, but the signed checkpoint %s"
                            .formatted(root.brief(), signedRoot.brief())
                    : "the stored head counts %d entries, but the signed checkpoint %d"
                            .formatted(size, signedSize);
        }
    }

    /// Entries that are not those which the log has signed: the tiles are.
    record EntriesChanged(long first, long last) implements Finding {
        @Override
        public String text() {
            return entries(first, last)
                    + (first == last ? " was" : " were")
                    + " changed: the hashes that the log has signed are others";
        }
    }

    /// Entries that are not there, or cannot be read.
    record EntriesMissing(long first, long last, String reason) implements Finding {
        @Override
        public String text() {
            return entries(first, last)
                    + (first == last ? " is" : " are")
                    + " missing or cannot be read ("
                    + reason
                    + ")";
        }
    }

    /// Entries and their hashes in the tiles disagree, and neither leads to the signed root: more
    /// than one thing was changed.
    record EntriesDisagree(long first, long last) implements Finding {
        @Override
        public String text() {
            return entries(first, last)
                    + " and the stored leaf "
                    + (first == last ? "hash disagree" : "hashes disagree")
                    + ": the one, the other or both were changed";
        }
    }

    /// A hash of a tile is not that of the entries below it.
    record TileChanged(TilePath path, int position, long firstEntry, long lastEntry)
            implements Finding {
        @Override
        public String text() {
            return "%s was changed at position %d, the hash over %s"
                    .formatted(path, position, entries(firstEntry, lastEntry));
        }
    }

    /// A tile is missing or no tile.
    record TileUnreadable(TilePath path, String reason) implements Finding {
        @Override
        public String text() {
            return "%s is missing or cannot be read (%s)".formatted(path, reason);
        }
    }

    /// The entries do not lead to the signed root, and the change lies in this range.
    ///
    /// @param explained whether other findings name what was changed
    record TreeDiffers(Digest rebuilt, Digest signed, long first, long last, boolean explained)
            implements Finding {
        @Override
        public String text() {
            var differs =
                    "the tree does not match the signed checkpoint: the entries lead to the root %s, signed is %s"
                            .formatted(rebuilt.brief(), signed.brief());
            return explained
                    ? differs
                    : differs
                            + "; entries and tiles were changed together, somewhere in "
                            + entries(first, last);
        }
    }

    /// An entry is older than the one before it.
    record TimeWentBack(long index, Instant at, Instant before) implements Finding {
        @Override
        public String text() {
            return "entry %d is of %s, before the entry ahead of it, %s"
                    .formatted(index, at, before);
        }
    }

    /// An entry is none that the program knows.
    record EntryNotUnderstood(long index, String reason) implements Finding {
        @Override
        public String text() {
            return "entry %d %s".formatted(index, reason);
        }
    }

    /// A blob has other content than its name says.
    record BlobChanged(Digest name, long index) implements Finding {
        @Override
        public String text() {
            return "blob %s, which entry %d names, was changed".formatted(name.brief(), index);
        }
    }

    /// An approval is not the one that the log has recorded.
    record ApprovalRefused(String approval, String reason) implements Finding {
        @Override
        public String text() {
            return "approval %s is not good: %s".formatted(approval, reason);
        }
    }

    /// Something is there that does not belong.
    record Leftover(String what) implements Finding {
        @Override
        public String text() {
            return what;
        }
    }

    private static String entries(long first, long last) {
        return first == last ? "entry " + first : "entries " + first + " to " + last;
    }
}
