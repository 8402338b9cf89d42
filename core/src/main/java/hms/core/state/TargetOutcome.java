package hms.core.state;

/// How it went at one target.
public enum TargetOutcome {
    /// It has the release, and said so when it was asked.
    DELIVERED("delivered"),
    /// It would not take it: it has what it had.
    REFUSED("refused"),
    /// Nobody knows whether it has it.
    UNSURE("unsure"),
    /// It was not asked to take it, since it failed elsewhere.
    UNTOUCHED("untouched");

    private final String text;

    TargetOutcome(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// Whether it may have the release.
    public boolean mayHave() {
        return this == DELIVERED || this == UNSURE;
    }
}
