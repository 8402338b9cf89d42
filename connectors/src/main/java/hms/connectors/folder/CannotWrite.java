package hms.connectors.folder;

import hms.runs.port.Handover;

/// Why a folder does not take a set, in words for the person who runs it.
final class CannotWrite extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean forGood;

    private CannotWrite(String reason, boolean forGood) {
        super(reason);
        this.reason = reason;
        this.forGood = forGood;
    }

    /// However often it is tried.
    static CannotWrite ever(String reason) {
        return new CannotWrite(reason, true);
    }

    /// Another attempt makes sense.
    static CannotWrite now(String reason) {
        return new CannotWrite(reason, false);
    }

    String reason() {
        return reason;
    }

    Handover handover() {
        return forGood ? new Handover.Refused(reason) : new Handover.Unsure(reason);
    }
}
