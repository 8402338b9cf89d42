package hms.app;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/// The program `hms`.
///
/// Exit codes are the same for every command: 0 done, 1 refused or failed, 2 wrong usage,
/// 3 server unreachable.
public final class Main {
    private static final String USAGE =
            """
            usage: hms --version
                   hms --help
            """;

    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    /// Runs one command in this process.
    ///
    /// @return the exit code
    static int run(List<String> args, PrintStream out, PrintStream err) {
        return switch (args.isEmpty() ? "--help" : args.getFirst()) {
            case "--version", "-V" -> {
                out.println("hms " + version());
                yield 0;
            }
            case "--help", "-h" -> {
                out.print(USAGE);
                yield 0;
            }
            case String unknown -> {
                err.println("hms: '" + unknown + "' is not a command. See hms --help.");
                yield 2;
            }
        };
    }

    private static String version() {
        var properties = new Properties();
        try (var in =
                Objects.requireNonNull(Main.class.getResourceAsStream("version.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of this build", e);
        }
        return properties.getProperty("version");
    }
}
