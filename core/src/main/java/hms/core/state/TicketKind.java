package hms.core.state;

import java.util.Set;

/// Why a person is asked.
public enum TicketKind {
    /// A canary did harm. Its bytes are quarantined until somebody decides what becomes of them.
    CANARY_FAILED("canary-failed"),
    /// A version was rolled back. Somebody should know why.
    ROLLED_BACK("rolled-back"),
    /// A release is to enter an environment, and its gate asks for a person.
    GATE("gate"),
    /// A target could not be brought what is in force, however often it was tried.
    TARGET_ASTRAY("target-astray");

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
            case ROLLED_BACK, TARGET_ASTRAY -> Set.of(TicketChoice.ACKNOWLEDGE);
            case GATE -> Set.of(TicketChoice.AGREE, TicketChoice.REFUSE);
        };
    }
}
