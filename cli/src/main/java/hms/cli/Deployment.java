package hms.cli;

import tools.jackson.databind.JsonNode;

/// What becomes of a run that a command has started.
final class Deployment {
    private Deployment() {}

    /// A run that nobody drives would stand still.
    static void requireLasting(Link link, boolean detach) {
        if (detach && !link.goesOn()) {
            throw Failure.usage(
                    "--detach needs a server that goes on with the run, and none is running.",
                    "Start one with hms up, or leave --detach out.");
        }
    }

    /// Watches a run to its end, and tells it.
    ///
    /// @return the exit code
    static int watch(Invocation invocation, Link link, int number, boolean verbose) {
        var follower = new RunFollower(link, number);
        if (invocation.json()) {
            var run = follower.follow();
            invocation.screen().raw(run.json().toString());
            return run.isFailed() ? ExitCode.REFUSED : ExitCode.DONE;
        }
        var display =
                new RunDisplay(invocation.screen(), invocation.environment().clock(), verbose);
        var run = follower.follow(display);
        return new RunVerdict(invocation, link, run).tellWatchers();
    }

    /// Says that a run was queued, and how to watch it.
    static int queued(Invocation invocation, JsonNode run) {
        if (invocation.json()) {
            invocation.screen().raw(run.toString());
        } else {
            var number = run.path("run").asInt(0);
            invocation.screen().line("✓ Queued for deployment (run #" + number + ")");
            invocation.screen().line("  Follow it: hms run " + number + " --follow");
        }
        return ExitCode.DONE;
    }
}
