package hms.server.register;

import hms.server.assets.AssetRoutes;
import hms.server.assets.Assets;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/// Serves the sample register on a port, to be looked at: `Preview 8123`.
final class Preview {

    private Preview() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        var vertx = Vertx.vertx();
        var router = Router.router(vertx);
        var assets = Assets.load();
        new AssetRoutes(assets).mount(router);
        new RegisterRoutes(
                        new SampleRegister(),
                        new RegisterSite(
                                () -> URI.create("http://127.0.0.1:" + port),
                                SampleRegister.EASTERN),
                        assets,
                        Executors.newVirtualThreadPerTaskExecutor(),
                        InstantSource.fixed(SampleRegister.NOW))
                .mount(router);
        vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1").await();
    }
}
