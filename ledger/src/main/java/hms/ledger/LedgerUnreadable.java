package hms.ledger;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Something that should be in the store could not be read, or is not what it was when it was
/// written.
public final class LedgerUnreadable extends LedgerFault {
    @Serial private static final long serialVersionUID = 1L;

    public LedgerUnreadable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
