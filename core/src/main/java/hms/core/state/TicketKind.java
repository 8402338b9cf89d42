package hms.core.state;

import java.util.Set;

/// Why a person is asked.
public enum TicketKind {
    /// A canary did harm. Its bytes are quarantined until somebody decides what becomes of them.
    CANARY_FAILED("canary-failed"),
    /// A version was rolled back. Somebody should know why.
    ROLLED_BACK("rolled-back");

    private final String text;

    TicketKind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// What there is to choose from.
    public Set<TicketChoice> choices() {
        return switch (this) {
            case CANARY_FAILED -> Set.of(TicketChoice.UPHOLD, TicketChoice.RELEASE);
            case ROLLED_BACK -> Set.of(TicketChoice.ACKNOWLEDGE);
        };
    }
}
