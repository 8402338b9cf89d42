package hms.connectors.webhook;

/// An address to which nothing is ever sent; the message says why, and what to do.
final class UnusableUrl extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UnusableUrl(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
