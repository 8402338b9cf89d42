package hms.ledger;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Nothing of the batch was written.
public final class CommitFailed extends LedgerFault {
    @Serial private static final long serialVersionUID = 1L;

    /// What kept the batch out.
    public enum Reason {
        /// The ledger has another size or epoch than the batch was decided on: decide again.
        STALE,
        /// Someone else holds the database: try again.
        BUSY,
        /// No room: free some, or release the reserve for what has to fit.
        DISK_FULL,
        /// The database cannot be written by this process.
        READ_ONLY,
        /// Reading or writing failed, or the database is damaged.
        STORAGE,
        /// The ledger has been closed.
        CLOSED
    }

    private final Reason reason;

    public CommitFailed(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
