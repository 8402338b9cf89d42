package hms.core.state;

/// What watching a canary has come to. Missing data is not health: what cannot be told is not
/// passed.
public enum CanaryVerdict {
    PASSED("passed"),
    FAILED("failed"),
    INCONCLUSIVE("inconclusive");

    private final String text;

    CanaryVerdict(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
