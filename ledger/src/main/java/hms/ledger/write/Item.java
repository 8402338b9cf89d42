package hms.ledger.write;

import hms.core.command.Command;
import hms.ledger.Blob;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What waits to be written: a command with its blobs, or blobs that go ahead of one.
record Item(@Nullable Command command, List<Blob> blobs, CompletableFuture<Outcome> answer) {

    static Item of(Prepared prepared) {
        return new Item(prepared.command(), prepared.blobs(), new CompletableFuture<>());
    }

    static Item of(List<Blob> blobs) {
        return new Item(null, List.copyOf(blobs), new CompletableFuture<>());
    }

    /// Whether it stops something, and so must fit when the disk is full.
    boolean stops() {
        return command instanceof Command.Halt
                || command instanceof Command.Abort
                || command instanceof Command.RollBack;
    }
}
