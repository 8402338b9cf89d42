package hms.decisions;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/// Stops an evaluation with a reason. It extends CEL's own exception because the runtime lets that
/// through unchanged, where it would wrap any other in a text that repeats every argument. It has
/// no stack trace: it is an answer.
final class RuleFailure extends CelRuntimeException {
    private static final long serialVersionUID = 1;

    private final FailureReason reason;
    private final String explanation;

    RuleFailure(FailureReason reason, String explanation) {
        super(new NoCause(), CelErrorCode.INVALID_ARGUMENT);
        this.reason = reason;
        this.explanation = explanation;
    }

    FailureReason reason() {
        return reason;
    }

    String explanation() {
        return explanation;
    }

    @Override
    public String getMessage() {
        return explanation;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /// CEL's constructor asks for a cause; this is none.
    private static final class NoCause extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoCause() {
            super("no cause", null, false, false);
        }
    }
}
