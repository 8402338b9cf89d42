package hms.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The server.
@Command(
        name = "hms up",
        description = "Serves until it is told to end, with Ctrl-C for example.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms up",
            "  hms up --port 8080 --data /var/lib/hms",
            "",
            "The token of the administrator is in the data folder's admin-token."
        })
final class UpCommand extends HmsCommand {
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "the port to listen on; 0 for any that is free (8080)")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "the address to listen on (127.0.0.1)")
    private String host = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration (hms.yaml, if there is one)")
    private @Nullable String config;

    @Override
    int run(Invocation invocation) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw Failure.usage("There is no port " + port + ".", "Name one from 0 to 65535.");
        }
        var environment = invocation.environment();
        return environment
                .program()
                .up()
                .run(
                        new Up.Options(
                                invocation.dataFolder(),
                                host,
                                port,
                                Optional.ofNullable(config).map(environment::path)),
                        environment);
    }
}
