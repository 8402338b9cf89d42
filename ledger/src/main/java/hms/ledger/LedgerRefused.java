package hms.ledger;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The store or its folder cannot be opened as it is, and was left untouched.
public final class LedgerRefused extends LedgerFault {
    @Serial private static final long serialVersionUID = 1L;

    public LedgerRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public LedgerRefused(String message) {
        this(message, null);
    }
}
