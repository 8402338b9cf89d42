package hms.core.state;

/// Where a run stands, in the words of every interface.
public enum RunStatus {
    QUEUED("queued"),
    RUNNING("running"),
    WAITING("waiting"),
    SCHEDULED("scheduled"),
    SUCCESS("success"),
    FAILURE("failure"),
    HALTED("halted"),
    ROLLED_BACK("rolled-back");

    private final String text;

    RunStatus(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// Whether nothing follows any more.
    public boolean ended() {
        return this == SUCCESS || this == FAILURE || this == ROLLED_BACK;
    }
}
