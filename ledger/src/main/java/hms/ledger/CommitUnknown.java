package hms.ledger;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The batch may be durable or not: the store failed while it committed. [Ledger#reread] tells.
public final class CommitUnknown extends LedgerFault {
    @Serial private static final long serialVersionUID = 1L;

    public CommitUnknown(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
