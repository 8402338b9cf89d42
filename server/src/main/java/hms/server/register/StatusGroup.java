package hms.server.register;

/// The states by which a list can be narrowed.
public enum StatusGroup {
    IN_FORCE("In force", "in-force"),
    FROM_LATER("From a later date", "later"),
    ENDED("Ended", "ended"),
    SUPERSEDED("Superseded", "superseded"),
    WITHDRAWN("Withdrawn", "withdrawn");

    private final String label;
    private final String key;

    StatusGroup(String label, String key) {
        this.label = label;
        this.key = key;
    }

    /// As a reader sees it.
    public String label() {
        return label;
    }

    /// As it stands in addresses.
    public String key() {
        return key;
    }
}
