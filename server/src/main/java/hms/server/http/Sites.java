package hms.server.http;

import io.vertx.ext.web.Router;
import java.util.concurrent.Executor;

/// Pages beside the API: whatever path the API does not know is theirs.
@FunctionalInterface
public interface Sites {

    /// None.
    Sites NONE = (_, _) -> {};

    /// Adds their routes.
    ///
    /// @param blocking runs what blocks, away from the event loops; refuses when it has too much to
    ///     do
    void mount(Router router, Executor blocking);
}
