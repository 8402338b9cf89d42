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
    ACKNOWLEDGE("acknowledge"),
    /// The release may enter.
    AGREE("agree"),
    /// It may not: its run ends, and what it had reached is taken back.
    REFUSE("refuse"),
    /// Nobody decided; there was nothing to decide any more.
    LAPSED("lapsed");

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
