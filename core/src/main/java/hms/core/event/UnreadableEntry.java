package hms.core.event;

import org.jspecify.annotations.Nullable;

/// An entry that this program cannot read. The message goes on from "entry 17 …".
public final class UnreadableEntry extends RuntimeException {

    public UnreadableEntry(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
