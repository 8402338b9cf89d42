package hms.connectors.guarded;

/// An address to which nothing is ever sent; the message says why, and what to do.
public final class UnusableUrl extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UnusableUrl(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
