package hms.cli;

import hms.cli.Catalog.Entry;
import hms.cli.agent.AgentFault;
import hms.cli.ci.CiResult;
import hms.client.ApiRefused;
import hms.client.ApiUnreachable;
import hms.client.Problem;
import hms.core.pipeline.file.ConfigRefused;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Puts into words whatever ended a command, and chooses the exit code. Never a stack trace, unless
/// one was asked for.
final class Mishaps {
    private Mishaps() {}

    /// The options do not fit.
    static int usage(Screen screen, Entry entry, ParameterException e) {
        var what = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        var said = "hms " + entry.name() + ": " + Spelling.lowerFirst(what) + suggestion(e);
        screen.report(CiResult.failed(said));
        screen.failure(
                said,
                "Usage: %s%n  See hms %s --help."
                        .formatted("hms " + entry.name() + " " + entry.synopsis(), entry.name()));
        return ExitCode.USAGE;
    }

    private static String suggestion(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && unmatched.isUnknownOption()
                && !unmatched.getSuggestions().isEmpty()) {
            return "; did you mean " + unmatched.getSuggestions().getFirst() + "?";
        }
        return "";
    }

    /// A command broke off.
    static int tell(Invocation invocation, RuntimeException e) {
        if (invocation.options().debug()) {
            invocation.screen().printError(trace(e));
        }
        return switch (e) {
            case Failure failure -> failure(invocation, failure);
            case ApiRefused refused -> refused(invocation, refused.problem());
            case ApiUnreachable unreachable -> {
                invocation.report(CiResult.failed(sentence(unreachable)));
                invocation.screen().failure(sentence(unreachable), "");
                yield ExitCode.UNREACHABLE;
            }
            case AgentFault fault -> {
                invocation.screen().failure(sentence(fault), "Look at it with ssh-add -l.");
                yield ExitCode.REFUSED;
            }
            case ConfigRefused refused -> { // begins with the name of a file
                var said = refused.getMessage() + ".";
                invocation.report(CiResult.failed(said));
                invocation.screen().failure(said, "Correct the file; nothing was changed.");
                yield ExitCode.REFUSED;
            }
            case LedgerRefused refused -> {
                invocation.screen().failure(sentence(refused), "");
                yield ExitCode.REFUSED;
            }
            case LedgerUnreadable unreadable -> {
                invocation.screen().failure(sentence(unreadable), "Check it: hms audit verify");
                yield ExitCode.REFUSED;
            }
            case RuntimeException _ -> {
                invocation
                        .screen()
                        .failure(
                                "This should not happen: "
                                        + Optional.ofNullable(e.getMessage())
                                                .orElse(e.getClass().getName()),
                                "Run it again with --debug, and report what it says.");
                yield ExitCode.REFUSED;
            }
        };
    }

    private static int failure(Invocation invocation, Failure failure) {
        invocation.report(CiResult.failed(failure.what()));
        FindingText.print(invocation, failure.findings());
        invocation.screen().failure(failure.what(), failure.remedy());
        return failure.exitCode();
    }

    private static int refused(Invocation invocation, Problem problem) {
        var said = problem.detail().isEmpty() ? problem.title() : problem.detail();
        invocation.report(CiResult.failed(said));
        if (invocation.options().json() && problem.document().isObject()) {
            invocation.screen().raw(problem.document().toString());
            return ExitCode.REFUSED;
        }
        FindingText.print(invocation, problem.findings());
        invocation.screen().failure(said, invocation.remedy(problem));
        return ExitCode.REFUSED;
    }

    private static String sentence(RuntimeException e) {
        return Spelling.sentence(String.valueOf(e.getMessage()));
    }

    private static String trace(RuntimeException e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString().replace("\t", "    ").replace("\r", "");
    }
}
