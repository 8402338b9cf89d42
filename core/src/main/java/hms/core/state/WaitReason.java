package hms.core.state;

/// What a run waits for between two stages.
public enum WaitReason {
    /// The environment has maintenance windows, and none is open.
    MAINTENANCE("maintenance"),
    /// The environment is frozen.
    FREEZE("freeze"),
    /// A person has to agree.
    GATE("gate");

    private final String text;

    WaitReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
