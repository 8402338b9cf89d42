package hms.checks.chaos;

/// A cluster could not be asked or told something.
public final class ClusterFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param what what was attempted and why it failed, the end of a sentence
    public ClusterFault(String what) {
        super(what);
    }

    public ClusterFault(String what, Throwable cause) {
        super(what, cause);
    }

    /// The end of a sentence.
    public String what() {
        return String.valueOf(getMessage());
    }
}
