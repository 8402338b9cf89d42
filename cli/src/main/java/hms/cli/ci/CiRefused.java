package hms.cli.ci;

/// A pipeline that is not begun.
public final class CiRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /// @param what one sentence, with its place
    /// @param remedy what to do; empty if there is nothing
    public CiRefused(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
