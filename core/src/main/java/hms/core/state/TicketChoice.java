package hms.core.state;

import java.util.Arrays;
import java.util.Optional;

/// How a ticket is decided.
public enum TicketChoice {
    /// The bytes stay in quarantine.
    UPHOLD("uphold"),
    /// The same bytes may go out again.
    RELEASE("release"),
    /// It was seen; nothing else follows.
    ACKNOWLEDGE("acknowledge");

    private final String text;

    TicketChoice(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static Optional<TicketChoice> of(String text) {
        return Arrays.stream(values()).filter(c -> c.text.equals(text)).findFirst();
    }
}
