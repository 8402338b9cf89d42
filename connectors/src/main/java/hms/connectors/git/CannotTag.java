package hms.connectors.git;

import hms.runs.port.TagReceipt;
import hms.runs.port.TagReceipt.TagDeferred;
import hms.runs.port.TagReceipt.TagRefused;

/// Ends a request to tag from anywhere inside it, with the receipt that says why.
final class CannotTag extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient TagReceipt receipt;

    private CannotTag(String reason, TagReceipt receipt) {
        super(reason);
        this.receipt = receipt;
    }

    static CannotTag ever(String reason) {
        return new CannotTag(reason, new TagRefused(reason));
    }

    static CannotTag now(String reason) {
        return new CannotTag(reason, new TagDeferred(reason));
    }

    TagReceipt receipt() {
        return receipt;
    }
}
