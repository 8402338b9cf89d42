package hms.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every command understands.
final class CommonOptions {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "the server to talk to (or HMS_URL, with HMS_TOKEN)")
    private @Nullable String server;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data folder (or HMS_DATA; .hms here)")
    private @Nullable String data;

    @Option(names = "--json", description = "answer with one JSON document, and nothing else")
    private boolean json;

    @Option(names = "--debug", hidden = true, description = "show where a fault comes from")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean help;

    Optional<String> server() {
        return Optional.ofNullable(server);
    }

    Optional<String> data() {
        return Optional.ofNullable(data);
    }

    boolean json() {
        return json;
    }

    boolean help() {
        return help;
    }

    boolean debug() {
        return debug;
    }
}
