package hms.server.assets;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// Serves the assets. A path has its content's digest in it, so an answer is good for ever.
public final class AssetRoutes {

    private final Assets assets;

    public AssetRoutes(Assets assets) {
        this.assets = assets;
    }

    public void mount(Router router) {
        router.route(Assets.ROOT + "*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(
                        context -> {
                            var asset = assets.find(context.normalizedPath());
                            if (asset.isEmpty()) {
                                context.next();
                                return;
                            }
                            send(context, asset.get());
                        });
    }

    private static void send(RoutingContext context, Assets.Asset asset) {
        var response =
                context.response()
                        .putHeader("Content-Type", asset.mediaType())
                        .putHeader("Cache-Control", "public, max-age=31536000, immutable")
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .putHeader("Access-Control-Allow-Origin", "*");
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(asset.bytes().length())).end();
        } else {
            response.end(asset.bytes());
        }
    }
}
