package hms.client;

import org.jspecify.annotations.Nullable;

/// No answer could be had. The message says what was tried and what to do.
public final class ApiUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ApiUnreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
