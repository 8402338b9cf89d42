package hms.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// All that a command gets from outside.
///
/// @param terminal where it reads and writes
/// @param variables environment variables
/// @param folder the working directory; relative paths start there
/// @param clock the time, and the zone in which people are told it
/// @param random where new keys come from; asked only if one is made
/// @param program the parts of the program that are put together elsewhere
public record Environment(
        Terminal terminal,
        Map<String, String> variables,
        Path folder,
        Clock clock,
        Supplier<SecureRandom> random,
        Program program) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /// What the command line calls and does not contain.
    ///
    /// @param version of this build, as in `0.1.0`; asked only if shown
    /// @param embedded starts a server inside of this process
    /// @param up the command `hms up`
    /// @param demo the command `hms demo`
    /// @param clusters the mini clusters of this machine
    /// @param again the command that starts this program once more, without arguments
    public record Program(
            Supplier<String> version,
            EmbeddedServer embedded,
            Up up,
            Demo demo,
            Clusters clusters,
            Supplier<List<String>> again) {}

    /// What this process got.
    public static Environment ofProcess(Program program) {
        var variables = System.getenv();
        return new Environment(
                Terminal.ofProcess(variables),
                variables,
                Path.of("").toAbsolutePath(),
                Clock.system(ZoneId.systemDefault()),
                SecureRandom::new,
                program);
    }

    /// A variable that is set to something.
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    /// A path as the user means it.
    Path path(String name) {
        return folder.resolve(name).normalize();
    }
}
