package hms.cli;

import picocli.CommandLine.Mixin;

/// A command: options as fields, and what it does. Made anew for every invocation.
abstract class HmsCommand {
    @Mixin final CommonOptions common = new CommonOptions();

    /// Does it.
    ///
    /// @return the exit code
    abstract int run(Invocation invocation);
}
