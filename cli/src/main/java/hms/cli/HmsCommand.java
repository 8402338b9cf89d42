package hms.cli;

import picocli.CommandLine.ArgGroup;

/// A command: options as fields, and what it does. Made anew for every invocation.
abstract class HmsCommand {
    @ArgGroup(validate = false, heading = "%nEvery command:%n")
    CommonOptions common = new CommonOptions();

    /// Does it.
    ///
    /// @return the exit code
    abstract int run(Invocation invocation);
}
