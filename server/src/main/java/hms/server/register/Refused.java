package hms.server.register;

/// Ends the handling of a request that cannot be answered as asked.
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Trouble trouble;

    Refused(Trouble trouble) {
        super(trouble.detail(), null, false, false);
        this.trouble = trouble;
    }

    Trouble trouble() {
        return trouble;
    }
}
