package hms.client;

/// The server answered, and the answer is no.
public final class ApiRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ApiRefused(Problem problem) {
        super(problem.text());
        this.problem = problem;
    }

    /// What the server said: why, where, and what to do.
    public Problem problem() {
        return problem;
    }
}
