package hms.server.http;

import hms.core.decide.Refusal;
import hms.core.state.Scope;
import hms.ledger.CommitFailed;
import hms.ledger.CommitUnknown;
import hms.ledger.LedgerFault;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import hms.runs.content.ErasedContent;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/// The one place where refusals and faults become answers.
final class Problems {

    private static final System.Logger LOG = System.getLogger("hms.server.http");

    private Problems() {}

    static Problem of(Refusal refusal) {
        var problem =
                Problem.of(
                        status(refusal.category()),
                        refusal.code(),
                        refusal.message(),
                        refusal.remedy());
        return switch (refusal.category()) {
            case BUSY, UNAVAILABLE -> problem.header("Retry-After", "1");
            case FORBIDDEN ->
                    refusal.code().equals("missing-scope")
                            ? problem.header(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"hms\", error=\"insufficient_scope\"")
                            : problem;
            case INCORRECT, CONFLICT, NOT_FOUND -> problem;
        };
    }

    private static int status(Refusal.Category category) {
        return switch (category) {
            case INCORRECT -> 422;
            case CONFLICT -> 409;
            case NOT_FOUND -> 404;
            case FORBIDDEN -> 403;
            case BUSY, UNAVAILABLE -> 503;
        };
    }

    /// A fault. What is not expected is logged, with a number that the answer names and nothing
    /// else of it.
    static Problem of(Throwable thrown) {
        var fault =
                thrown instanceof CompletionException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        return switch (fault) {
            case Refused refused -> refused.problem();
            case LedgerFault ledger -> of(ledger);
            case ErasedContent erased ->
                    Problem.of(
                            410,
                            "erased",
                            "This is no longer there: " + erased.what() + ", as law asked for it.",
                            "Its digest stays on the ledger.");
            default -> unexpected(fault);
        };
    }

    private static Problem of(LedgerFault fault) {
        return switch (fault) {
            case CommitFailed failed ->
                    failed.reason() == CommitFailed.Reason.DISK_FULL
                            ? logged(
                                    fault,
                                    Problem.of(
                                            507,
                                            "disk-full",
                                            "The server's disk is full. Nothing of the request was carried out.",
                                            "Halting and rolling back still work; tell who runs the server to free some room."))
                            : logged(fault, notWritten());
            case CommitUnknown _ -> logged(fault, notWritten());
            case LedgerRefused _ -> logged(fault, notWritten());
            case LedgerUnreadable _ ->
                    logged(
                            fault,
                            Problem.of(
                                    503,
                                    "ledger-unreadable",
                                    "The ledger could not be read.",
                                    "Tell who runs the server; its log says more."));
        };
    }

    private static Problem notWritten() {
        return Problem.of(
                        503,
                        "not-written",
                        "The ledger could not be written, so the request was not carried out.",
                        "Repeat it in a moment; if that does not help, tell who runs the server.")
                .header("Retry-After", "2");
    }

    private static Problem logged(Throwable fault, Problem problem) {
        LOG.log(Level.ERROR, problem.code(), fault);
        return problem;
    }

    private static Problem unexpected(Throwable fault) {
        var incident = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.log(Level.ERROR, "incident " + incident, fault);
        return Problem.of(
                500,
                "internal",
                "The server could not answer, and that is its own fault (incident "
                        + incident
                        + ").",
                "Tell who runs the server this number; its log says more.");
    }

    static Problem busy() {
        return Problem.of(
                        503,
                        "busy",
                        "The server has more to do than it can take.",
                        "Repeat the request in a moment.")
                .header("Retry-After", "1");
    }

    /// The request is not formed as it should be.
    static Problem malformed(String code, String detail, String remedy) {
        return Problem.of(400, code, detail, remedy);
    }

    /// No token, or none that can be read (RFC 6750, section 3).
    static Problem noToken() {
        return Problem.of(
                        401,
                        "no-token",
                        "This needs a bearer token.",
                        "Send it as: Authorization: Bearer TOKEN")
                .header("WWW-Authenticate", "Bearer realm=\"hms\"");
    }

    static Problem badToken(String reason) {
        return Problem.of(
                        401,
                        "invalid-token",
                        "The token does not count: " + reason + ".",
                        "Get another one: hms token new --scope SCOPE --for NAME")
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"hms\", error=\"invalid_token\", error_description=\""
                                + reason.replaceAll("[^ !#-\\[\\]-~]", " ")
                                + "\"");
    }

    static Problem missingScope(Scope scope) {
        return Problem.of(
                        403,
                        "missing-scope",
                        "The token lacks the scope " + scope.text() + ".",
                        "Ask an administrator for a token with that scope: hms token new --scope "
                                + scope.text()
                                + " --for NAME")
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"hms\", error=\"insufficient_scope\", scope=\""
                                + scope.text()
                                + "\"");
    }

    static Problem outsideToken(String what) {
        return Problem.of(
                403,
                "outside-token",
                "The token is not for " + what + ".",
                "Use a token that is not limited to others.");
    }

    static Problem notFound(String code, String detail, String remedy) {
        return Problem.of(404, code, detail, remedy);
    }
}
