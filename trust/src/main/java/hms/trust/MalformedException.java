package hms.trust;

import java.io.Serial;

/// Says that a text or some bytes are not in the form that they claim: what was wrong, where, and
/// what would be right. Thrown by every `parse` of this package.
public final class MalformedException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
