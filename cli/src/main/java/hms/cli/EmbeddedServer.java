package hms.cli;

import java.net.URI;
import java.nio.file.Path;

/// Starts a server inside of this process, for as long as a command lasts.
public interface EmbeddedServer {

    /// Takes a data folder (made if it is not there) and serves it on a loopback port.
    ///
    /// Whoever opens a folder removes a `server.json` that a former owner left behind, before
    /// anything else, and writes its own ([ServerFile]) once requests are answered.
    ///
    /// @throws Taken another process owns the folder
    Session open(Path dataFolder);

    /// A server that runs until it is closed.
    interface Session extends AutoCloseable {

        /// Where it answers.
        URI uri();

        /// The token of the folder's administrator.
        String token();

        /// Ends the server, after the requests that it has taken, and gives the folder up.
        @Override
        void close();
    }

    /// The folder belongs to another process, which is to be talked to.
    final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// @param owner who it is, for people, as in `hms up, process 4711`
        public Taken(String owner) {
            super(owner);
        }

        /// Who it is.
        public String owner() {
            return String.valueOf(getMessage());
        }
    }
}
