package hms.cli;

import picocli.CommandLine.Command;

/// Ends a run.
@Command(
        name = "hms abort",
        description = "Ends a run, and takes back what it has applied.",
        sortOptions = false,
        footer = {"", "Example:", "  hms abort 184 --reason \"Wrong limit.\""})
final class AbortCommand extends StopCommand {
    @Override
    String act() {
        return "abort";
    }

    @Override
    String told(int number) {
        return "✓ Run #" + number + " is aborted; what it had applied was taken back";
    }
}
