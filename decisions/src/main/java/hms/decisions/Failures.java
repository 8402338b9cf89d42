package hms.decisions;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import org.jspecify.annotations.Nullable;

/// The reason behind an exception of CEL's runtime.
final class Failures {
    private static final int LONGEST_CHAIN = 20;

    private Failures() {}

    static RuleFailure of(CelEvaluationException exception) {
        @Nullable Throwable cause = exception;
        for (int i = 0; cause != null && i < LONGEST_CHAIN; i++) {
            if (cause instanceof RuleFailure failure) {
                return failure;
            }
            cause = cause.getCause();
        }
        var reason = reason(exception.getErrorCode());
        return new RuleFailure(reason, words(reason, exception));
    }

    private static FailureReason reason(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND, INDEX_OUT_OF_BOUNDS -> FailureReason.NOT_FOUND;
            case DIVIDE_BY_ZERO -> FailureReason.DIVISION_BY_ZERO;
            case NUMERIC_OVERFLOW -> FailureReason.NUMBER_TOO_LARGE;
            case OVERLOAD_NOT_FOUND, TYPE_NOT_FOUND, BAD_FORMAT -> FailureReason.WRONG_TYPE;
            case ITERATION_BUDGET_EXCEEDED -> FailureReason.TOO_COSTLY;
            case INVALID_ARGUMENT, DUPLICATE_ATTRIBUTE -> FailureReason.BAD_ARGUMENT;
            case AMBIGUOUS_OVERLOAD, INTERNAL_ERROR -> FailureReason.EVALUATION;
        };
    }

    private static String words(FailureReason reason, CelEvaluationException exception) {
        return switch (reason) {
            case NOT_FOUND -> detail(exception);
            case WRONG_TYPE -> "a value of mixed type is of another type than the rule needs";
            case TOO_COSTLY -> "the rule goes through too many elements";
            default -> detail(exception);
        };
    }

    private static String detail(CelEvaluationException exception) {
        var message = exception.getMessage();
        return message == null
                ? "the rule could not be evaluated"
                : Wording.brief(message.replaceFirst("^evaluation error( at [^:]*:[0-9]+)?: ", ""));
    }
}
