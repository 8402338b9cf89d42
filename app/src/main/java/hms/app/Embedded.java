package hms.app;

import hms.cli.EmbeddedServer;
import hms.cli.ServerFile;
import hms.ledger.DataFolder;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/// A server inside of a command, for as long as the command lasts.
final class Embedded implements EmbeddedServer {

    /// Where `hms up` serves unless it is told otherwise: what a command without a server tells
    /// people to
    /// look at later.
    static final String USUAL_URL = "http://127.0.0.1:8080";

    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Session open(Path path) {
        var folder = DataFolder.open(path);
        var lock = Folders.take(folder, "a command, process " + ProcessHandle.current().pid());
        var installation =
                Installation.open(
                        folder,
                        lock,
                        Folders.configuration(folder, Optional.empty()),
                        new Installation.Listen(LOOPBACK, 0, Optional.of(USUAL_URL)),
                        Clock.systemUTC(),
                        new SecureRandom());
        var uri = URI.create("http://" + LOOPBACK + ":" + installation.port());
        new ServerFile(uri, false).write(folder);
        return new Session() {
            @Override
            public URI uri() {
                return uri;
            }

            @Override
            public String token() {
                return installation.adminToken();
            }

            @Override
            public void close() {
                ServerFile.remove(folder);
                installation.close();
            }
        };
    }
}
