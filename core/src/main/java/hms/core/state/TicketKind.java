package hms.core.state;

import java.util.EnumSet;
import java.util.Set;

/// Why a person is asked.
public enum TicketKind {
    /// A canary did harm. Its bytes are quarantined until somebody decides what becomes of them.
    CANARY_FAILED("canary-failed", EnumSet.of(TicketChoice.UPHOLD, TicketChoice.RELEASE)),
    /// A version was rolled back. Somebody should know why.
    ROLLED_BACK("rolled-back", EnumSet.of(TicketChoice.ACKNOWLEDGE));

    private final String text;
    private final Set<TicketChoice> choices;

    TicketKind(String text, Set<TicketChoice> choices) {
        this.text = text;
        this.choices = Set.copyOf(choices);
    }

    public String text() {
        return text;
    }

    /// What there is to choose from.
    public Set<TicketChoice> choices() {
        return choices;
    }
}
