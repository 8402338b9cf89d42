package hms.server.register;

/// What a document does: it makes a rule, corrects one, or withdraws one.
public enum Kind {
    RULE("Rule", "rule"),
    CORRECTION("Correction", "correction"),
    WITHDRAWAL("Withdrawal", "withdrawal");

    private final String label;
    private final String key;

    Kind(String label, String key) {
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
