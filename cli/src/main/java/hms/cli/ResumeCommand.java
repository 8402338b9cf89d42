package hms.cli;

import picocli.CommandLine.Command;

/// Lets a halted run go on.
@Command(
        name = "hms resume",
        description = "Lets a halted run go on where it was.",
        sortOptions = false,
        footer = {"", "Example:", "  hms resume 184"})
final class ResumeCommand extends StopCommand {
    @Override
    String act() {
        return "resume";
    }

    @Override
    String told(int number) {
        return "✓ Run #" + number + " goes on";
    }

    @Override
    int after(Invocation invocation, Link link, int number) {
        if (link.goesOn()) {
            invocation.screen().line("  Follow it: hms run " + number + " --follow");
            return ExitCode.DONE;
        }
        return Deployment.watch(invocation, link, number, false);
    }
}
