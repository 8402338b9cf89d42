package hms.decisions;

/// Why a rule gave no outcome.
public enum FailureReason {
    /// The artifact has no rule of that name.
    NO_SUCH_RULE("no-such-rule"),
    /// An input that the rule needs was not given.
    INPUT_MISSING("input-missing"),
    /// A value has not begun, or has ended, on the date of evaluation.
    NO_VALUE("no-value"),
    /// A list has no such index, or a map no such key.
    NOT_FOUND("not-found"),
    DIVISION_BY_ZERO("division-by-zero"),
    NUMBER_TOO_LARGE("number-too-large"),
    /// A function was given something that it cannot work with, such as `date("soon")`.
    BAD_ARGUMENT("bad-argument"),
    /// A value of mixed type turned out to be of another type than the rule needs.
    WRONG_TYPE("wrong-type"),
    /// The evaluation was stopped because it did too much work.
    TOO_COSTLY("too-costly"),
    /// Anything else that the rule language refuses.
    EVALUATION("evaluation");

    private final String code;

    FailureReason(String code) {
        this.code = code;
    }

    /// The stable name for machines, such as `division-by-zero`.
    public String code() {
        return code;
    }
}
