package hms.cli;

import hms.client.HmsApi;
import hms.ledger.DataFolder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the server: the one that is named; else the one that owns the data folder; else one that
/// is started in this process, for as long as the command lasts.
final class WayIn {
    private WayIn() {}

    /// @param makes whether a data folder that does not exist may be made
    static Link find(Invocation invocation, boolean makes) {
        var environment = invocation.environment();
        var named = invocation.options().server().or(() -> environment.variable("HMS_URL"));
        if (named.isPresent()) {
            return named(invocation, address(named.get()));
        }
        var folder = invocation.dataFolder();
        if (!makes && !Files.isDirectory(folder)) {
            throw Failure.unreachable(
                    "There is no server to ask, and no data folder " + folder + ".",
                    "Start a server with hms up, or name one with --server or HMS_URL, or a data"
                            + " folder with --data.");
        }
        return FolderLink.open(
                environment.program().embedded(), folder, environment.variable("HMS_TOKEN"));
    }

    private static Link named(Invocation invocation, URI server) {
        var token =
                invocation
                        .environment()
                        .variable("HMS_TOKEN")
                        .or(() -> tokenBeside(invocation.dataFolder(), server));
        try {
            return new NamedLink(
                    token.map(t -> HmsApi.connect(server, t))
                            .orElseGet(() -> HmsApi.connect(server)));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e.getMessage() + ".", "");
        }
    }

    /// The administrator's token, if the server that is named is the one of our data folder.
    private static Optional<String> tokenBeside(Path path, URI server) {
        if (!Files.isReadable(path.resolve("admin-token"))) {
            return Optional.empty();
        }
        var folder = DataFolder.open(path);
        return ServerFile.read(folder)
                .filter(file -> file.url().getAuthority().equals(server.getAuthority()))
                .flatMap(_ -> FolderLink.token(folder));
    }

    private static URI address(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw Failure.usage(
                    "\"" + text + "\" is no address of a server.",
                    "Write it like http://127.0.0.1:8080.");
        }
    }
}
