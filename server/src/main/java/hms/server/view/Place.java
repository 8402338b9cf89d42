package hms.server.view;

import hms.core.state.State;
import hms.ledger.Head;
import org.jspecify.annotations.Nullable;

/// Where an answer stands on the ledger.
///
/// @param index of the entry that made it so; null where none was made
/// @param size how many entries there are
/// @param epoch with the size, the revision
public record Place(@Nullable Long index, long size, long epoch) {

    public static Place of(long index, Head head) {
        return new Place(index < 0 ? null : index, head.size(), head.epoch());
    }

    public static Place of(long index, State state) {
        return new Place(index < 0 ? null : index, state.size(), state.epoch());
    }
}
