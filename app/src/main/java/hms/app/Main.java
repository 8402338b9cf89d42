package hms.app;

import hms.app.cluster.LocalClusters;
import hms.app.demo.Story;
import hms.cli.Environment;
import hms.cli.HmsCli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// The program `hms`.
///
/// Exit codes are the same for every command: 0 done, 1 refused or failed, 2 wrong usage, 3 server
/// unreachable.
public final class Main {

    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        System.exit(HmsCli.run(args, Environment.ofProcess(program())));
    }

    static Environment.Program program() {
        return new Environment.Program(
                Main::version,
                new Embedded(),
                new Serve(),
                new Story(Main::program),
                new LocalClusters(),
                Again::command);
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
