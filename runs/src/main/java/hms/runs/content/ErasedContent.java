package hms.runs.content;

/// Content that the ledger names is not there any more, because law asked for its erasure.
public final class ErasedContent extends RuntimeException {

    private final String what;

    public ErasedContent(String what) {
        super(what);
        this.what = what;
    }

    /// What is missing, as a sentence without its full stop.
    public String what() {
        return what;
    }
}
