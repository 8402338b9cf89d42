package hms.client;

import hms.artifact.Context;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// How a client was set up.
///
/// @param server the server's address
/// @param token asked for with each connection, so that it can be renewed
/// @param env the environment
/// @param key the reader's key, if the program gave one
/// @param attributes what else the reader says of itself
/// @param ids only these policies; all if empty
/// @param tags only policies with one of these tags; all if empty
/// @param cache where the last good state is kept
/// @param trust what is believed without proof
/// @param clock the time
/// @param random spread evenly in [0, 1)
/// @param defaults values by policy, for the time before anything came
/// @param transport how values come
/// @param quiet how long nothing may come before a connection counts as broken
/// @param patience how long a start waits for the first values
record Settings(
        URI server,
        Supplier<Optional<String>> token,
        String env,
        Optional<String> key,
        Map<String, String> attributes,
        List<String> ids,
        List<String> tags,
        Optional<Path> cache,
        Trust trust,
        InstantSource clock,
        DoubleSupplier random,
        Map<String, Map<String, Object>> defaults,
        Transport transport,
        Duration quiet,
        Duration patience) {

    Context reader(String readerKey) {
        return new Context(readerKey, attributes);
    }

    /// What is asked for, as a query.
    String query() {
        var parts = new ArrayList<String>();
        parts.add("env=" + ApiRequest.segment(env));
        if (!ids.isEmpty()) {
            parts.add("ids=" + ApiRequest.segment(String.join(",", ids)));
        }
        if (!tags.isEmpty()) {
            parts.add("tags=" + ApiRequest.segment(String.join(",", tags)));
        }
        return String.join("&", parts);
    }

    /// An address below the server's.
    URI at(String path) {
        var base = server.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
