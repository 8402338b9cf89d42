package hms.server.register;

import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/// Answers requests for the register's pages, and for the files that they need.
public final class RegisterRoutes {

    private final RegisterSource source;
    private final RegisterSite site;
    private final Executor blocking;
    private final InstantSource clock;

    /// `blocking` runs what reads the source and renders pages, away from the event loops.
    public RegisterRoutes(
            RegisterSource source, RegisterSite site, Executor blocking, InstantSource clock) {
        this.source = source;
        this.site = site;
        this.blocking = blocking;
        this.clock = clock;
    }

    /// Adds the register under `/register` and its stylesheet and fonts under `/assets`.
    public void mount(Router router) {}
}
