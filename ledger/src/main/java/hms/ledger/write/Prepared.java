package hms.ledger.write;

import hms.core.command.Command;
import hms.ledger.Blob;
import java.util.List;

/// A command with the blobs that its events will name. They become durable in the same transaction.
public record Prepared(Command command, List<Blob> blobs) {

    public Prepared {
        blobs = List.copyOf(blobs);
    }

    public static Prepared of(Command command, Blob... blobs) {
        return new Prepared(command, List.of(blobs));
    }
}
