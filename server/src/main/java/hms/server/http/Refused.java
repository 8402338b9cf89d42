package hms.server.http;

/// Carries a problem from where it is found, deep in the reading of a request, to where the request
/// is answered. It never leaves this package, and knows no stack.
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final boolean onRecord;

    Refused(Problem problem) {
        this(problem, false);
    }

    /// @param onRecord whether the ledger has the refusal already, as far as it is to have it
    Refused(Problem problem, boolean onRecord) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.onRecord = onRecord;
    }

    Problem problem() {
        return problem;
    }

    /// Whether it has to be recorded still: a permission that was denied here, before anybody else
    /// was asked.
    boolean isToBeRecorded() {
        return !onRecord && problem.status() == 403;
    }
}
