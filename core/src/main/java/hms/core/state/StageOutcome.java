package hms.core.state;

/// How a stage ended. Skipped is never passed.
public enum StageOutcome {
    PASSED("passed"),
    FAILED("failed"),
    SKIPPED("skipped");

    private final String text;

    StageOutcome(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
