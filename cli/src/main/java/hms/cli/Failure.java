package hms.cli;

import hms.artifact.Finding;
import java.util.List;

/// A command cannot go on. Says what is wrong and what to do next; [Mishaps] tells it.
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String remedy;
    private final transient List<Finding> findings;

    private Failure(int exitCode, String what, String remedy, List<Finding> findings) {
        super(what);
        this.exitCode = exitCode;
        this.remedy = remedy;
        this.findings = findings;
    }

    /// It may not or cannot be done.
    ///
    /// @param what one sentence, with its full stop
    /// @param remedy what to do, a sentence; empty if there is nothing
    static Failure refused(String what, String remedy) {
        return new Failure(ExitCode.REFUSED, what, remedy, List.of());
    }

    /// It is asked in the wrong way.
    static Failure usage(String what, String remedy) {
        return new Failure(ExitCode.USAGE, what, remedy, List.of());
    }

    /// There is nobody to ask.
    static Failure unreachable(String what, String remedy) {
        return new Failure(ExitCode.UNREACHABLE, what, remedy, List.of());
    }

    /// Files are not what they should be.
    static Failure findings(String what, List<Finding> findings) {
        return new Failure(ExitCode.REFUSED, what, "", List.copyOf(findings));
    }

    int exitCode() {
        return exitCode;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String remedy() {
        return remedy;
    }

    List<Finding> findings() {
        return findings == null ? List.of() : findings;
    }
}
