package hms.ledger.snapshot;

import java.io.Serial;

/// A snapshot is not to be used. The message goes on from "it …".
final class UnfitSnapshot extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    UnfitSnapshot(String message) {
        super(message);
    }
}
