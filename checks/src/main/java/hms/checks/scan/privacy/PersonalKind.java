package hms.checks.scan.privacy;

/// The kinds of personal data that are looked for.
enum PersonalKind {
    SSN("ssn", "a US social security number", "US social security numbers"),
    EMAIL("email", "an e-mail address", "e-mail addresses"),
    PHONE("phone", "a phone number", "phone numbers"),
    CARD("card", "the number of a payment card", "numbers of payment cards"),
    IBAN("iban", "the number of a bank account", "numbers of bank accounts"),
    BIRTH_DATE("birth-date", "a date of birth", "dates of birth"),
    RECORD("record-number", "a number that stands for a person", "numbers that stand for a person"),
    NAME("person-name", "the name of a person", "names of persons"),
    ADDRESS("home-address", "a postal address", "postal addresses");

    private final String rule;
    private final String one;
    private final String many;

    PersonalKind(String rule, String one, String many) {
        this.rule = rule;
        this.one = one;
        this.many = many;
    }

    /// The name of the rule that finds it.
    String rule() {
        return rule;
    }

    String one() {
        return one;
    }

    String many() {
        return many;
    }

    /// Whether an agency publishes it of itself, so that it may stand in the text of a rule.
    boolean isContact() {
        return this == EMAIL || this == PHONE;
    }
}
