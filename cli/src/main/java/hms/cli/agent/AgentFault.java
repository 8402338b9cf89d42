package hms.cli.agent;

import org.jspecify.annotations.Nullable;

/// The agent could not be asked, or would not do it. The message is a sentence without its full
/// stop.
public final class AgentFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AgentFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
