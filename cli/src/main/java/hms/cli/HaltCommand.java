package hms.cli;

import picocli.CommandLine.Command;

/// Stops a run where it is.
@Command(
        name = "hms halt",
        description = "Stops a run where it is, until it is resumed or aborted.",
        sortOptions = false,
        footer = {"", "Example:", "  hms halt 184 --reason \"Waiting for the lab.\""})
final class HaltCommand extends StopCommand {
    @Override
    String act() {
        return "halt";
    }

    @Override
    String told(int number) {
        return """
        ✓ Run #%1$d is halted
          Go on: hms resume %1$d   Give up: hms abort %1$d"""
                .formatted(number);
    }
}
