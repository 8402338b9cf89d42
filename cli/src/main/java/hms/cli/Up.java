package hms.cli;

import java.nio.file.Path;
import java.util.Optional;

/// The command `hms up`: a server that stays.
public interface Up {

    /// What was asked for.
    ///
    /// @param dataFolder where the embedded store lies
    /// @param host the address to listen on
    /// @param port the port to listen on; 0 for any that is free
    /// @param configuration the `hms.yaml`, if one was named
    record Options(Path dataFolder, String host, int port, Optional<Path> configuration) {}

    /// Serves until the process is told to end.
    ///
    /// @return the exit code
    int run(Options options, Environment environment);
}
