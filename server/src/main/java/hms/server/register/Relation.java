package hms.server.register;

/// How a document stands to another one. Each has its counterpart, so that documents are linked
/// both ways.
public enum Relation {
    AMENDS("amends", "amended by this"),
    AMENDED_BY("amended by", "amends this"),
    CORRECTS("corrects", "corrected by this"),
    CORRECTED_BY("corrected by", "corrects this"),
    WITHDRAWS("withdraws", "withdrawn by this"),
    WITHDRAWN_BY("withdrawn by", "withdraws this");

    private final String phrase;
    private final String ofTheOther;

    Relation(String phrase, String ofTheOther) {
        this.phrase = phrase;
        this.ofTheOther = ofTheOther;
    }

    /// Said of this document: `amends` 1 HMS Reg. 17.
    public String phrase() {
        return phrase;
    }

    /// Said of the other one: 1 HMS Reg. 17 is `amended by this`.
    public String ofTheOther() {
        return ofTheOther;
    }

    /// Whether this document acts on the other, and not the other way round.
    public boolean acts() {
        return this == AMENDS || this == CORRECTS || this == WITHDRAWS;
    }
}
