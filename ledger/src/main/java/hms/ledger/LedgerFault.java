package hms.ledger;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The store did not do what was asked of it. The message says what was attempted, on what, and
/// what to do next.
public abstract sealed class LedgerFault extends RuntimeException
        permits CommitFailed, CommitUnknown, LedgerRefused, LedgerUnreadable {
    @Serial private static final long serialVersionUID = 1L;

    LedgerFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
