package hms.connectors.guarded;

import java.io.IOException;

/// Nothing was sent, and nothing ever will be, unless a person changes the configuration; the
/// message says what.
public final class UnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreachableException(String reason, UnusableUrl cause) {
        super(reason, cause);
    }
}
