package hms.cli;

import hms.cli.ci.CiResult;
import hms.client.Problem;
import java.nio.file.Path;
import java.util.Map;

/// One command as it runs: what it was given, where it writes, and how it reaches a server.
final class Invocation {
    private static final String USUAL_FOLDER = ".hms";

    private final Environment environment;
    private final Screen screen;
    private final CommonOptions options;
    private String approveHint = "";
    private Map<String, String> files = Map.of();

    Invocation(Environment environment, Screen screen, CommonOptions options) {
        this.environment = environment;
        this.screen = screen;
        this.options = options;
    }

    Environment environment() {
        return environment;
    }

    Screen screen() {
        return screen;
    }

    CommonOptions options() {
        return options;
    }

    boolean json() {
        return options.json();
    }

    /// The data folder that is meant where no server is named.
    Path dataFolder() {
        return environment.path(
                options.data().or(() -> environment.variable("HMS_DATA")).orElse(USUAL_FOLDER));
    }

    /// Whether the user has named a server.
    boolean namesServer() {
        return options.server().or(() -> environment.variable("HMS_URL")).isPresent();
    }

    /// A server to read from: a data folder that does not exist is not made for that.
    Link reach() {
        return WayIn.find(this, false);
    }

    /// A server to write to.
    Link reachToWrite() {
        return WayIn.find(this, true);
    }

    /// Tells whoever runs the command what it has come to, in one line, if somebody wants to know.
    void report(CiResult result) {
        screen.report(result);
    }

    /// The names by which the user knows the files that were sent to a server, which speaks of them
    /// by the names that were sent.
    void files(Map<String, String> shown) {
        files = shown;
    }

    String file(String sent) {
        return files.getOrDefault(sent, sent);
    }

    /// How an artifact that lacks approval is approved, for the refusal that says so.
    void approveHint(String command) {
        approveHint = command;
    }

    /// What to do about a refusal.
    String remedy(Problem problem) {
        var code = problem.document().path("code").asString("");
        return code.equals("not-approved") && !approveHint.isEmpty()
                ? "Approve it: " + approveHint
                : problem.remedy();
    }
}
