package hms.connectors.kubernetes;

import hms.runs.port.Handover;

/// Why a cluster does not take a set, in words for the person who runs it.
final class CannotApply extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean forGood;

    private CannotApply(String reason, boolean forGood) {
        super(reason);
        this.reason = reason;
        this.forGood = forGood;
    }

    /// However often it is tried.
    static CannotApply ever(String reason) {
        return new CannotApply(reason, true);
    }

    /// Another attempt makes sense.
    static CannotApply now(String reason) {
        return new CannotApply(reason, false);
    }

    String reason() {
        return reason;
    }

    boolean forGood() {
        return forGood;
    }

    Handover handover() {
        return forGood ? new Handover.Refused(reason) : new Handover.Unsure(reason);
    }
}
