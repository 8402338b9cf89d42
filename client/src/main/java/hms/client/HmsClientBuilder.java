package hms.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sets a client up. Whatever is not said has a sound default.
public final class HmsClientBuilder {
    private final URI server;
    private Supplier<Optional<String>> token = Optional::empty;
    private String env = "production";
    private @Nullable String key;
    private final Map<String, String> attributes = new TreeMap<>();
    private List<String> ids = List.of();
    private List<String> tags = List.of();
    private Optional<Path> cache = Optional.of(usualCache());
    private Trust trust = Trust.onFirstUse();
    private InstantSource clock = InstantSource.system();
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private final Map<String, Map<String, Object>> defaults = new HashMap<>();
    private Transport transport = Transport.SSE;
    private Duration quiet = Duration.ofSeconds(15);
    private Duration patience = Duration.ofSeconds(15);
    private @Nullable ClientPool pool;

    HmsClientBuilder(URI server) {
        this.server = HmsApi.connect(server).server();
    }

    private static Path usualCache() {
        var base = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).filter(p -> !p.isBlank());
        return base.map(Path::of)
                .orElse(Path.of(System.getProperty("user.home", "."), ".cache"))
                .resolve("hms");
    }

    /// A bearer token with the scope `policy:read`.
    ///
    /// @throws IllegalArgumentException if it has characters that no token has
    public HmsClientBuilder token(String bearer) {
        var bare = HmsApi.checked(bearer);
        return token(() -> bare);
    }

    /// Asked for a bearer token with every connection and report, so that it can be renewed.
    public HmsClientBuilder token(Supplier<String> bearer) {
        token =
                () ->
                        Optional.of(bearer.get())
                                .filter(text -> !text.isBlank())
                                .map(HmsApi::checked);
        return this;
    }

    /// The environment whose values are read; `production` unless said.
    public HmsClientBuilder environment(String name) {
        env = name;
        return this;
    }

    /// What this reader is called, by which it is in or out of a canary's share. It should stay the
    /// same when the program starts again. Unless said, a random one that is kept in the cache
    /// folder.
    public HmsClientBuilder key(String name) {
        key = name;
        return this;
    }

    /// What this reader is, by which a canary selects: `region`, `NCR`.
    public HmsClientBuilder attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    /// Only these policies; name also those that their rules use.
    public HmsClientBuilder ids(String... policies) {
        ids = List.of(policies);
        return this;
    }

    /// Only policies that have one of these tags.
    public HmsClientBuilder tags(String... words) {
        tags = List.of(words);
        return this;
    }

    /// The folder in which the last good state is kept; `~/.cache/hms` unless said.
    public HmsClientBuilder cache(Path folder) {
        cache = Optional.of(folder);
        return this;
    }

    /// Nothing is kept on disk. Without a server, such a client has only its defaults.
    public HmsClientBuilder noCache() {
        cache = Optional.empty();
        return this;
    }

    /// What is believed without proof; [Trust#onFirstUse] unless said.
    public HmsClientBuilder trust(Trust anchors) {
        trust = anchors;
        return this;
    }

    /// Values of a policy for the time before anything came, with nothing in the cache either.
    ///
    /// @param values as they are read: `BigDecimal` for numbers; other numbers are converted
    public HmsClientBuilder defaults(String policy, Map<String, ?> values) {
        var plain = new java.util.LinkedHashMap<String, Object>();
        values.forEach((name, value) -> plain.put(name, plain(value)));
        defaults.put(policy, plain);
        return this;
    }

    private static Object plain(Object value) {
        return value instanceof Number number && !(value instanceof java.math.BigDecimal)
                ? new java.math.BigDecimal(number.toString())
                : value;
    }

    /// How values come; as server-sent events unless said.
    public HmsClientBuilder transport(Transport way) {
        transport = way;
        return this;
    }

    /// The time by which versions begin and end.
    public HmsClientBuilder clock(InstantSource time) {
        clock = time;
        return this;
    }

    /// Shares threads and connections with other clients in this process.
    public HmsClientBuilder pool(ClientPool shared) {
        pool = shared;
        return this;
    }

    /// How long [#connect] waits for the first values; 15 s unless said.
    public HmsClientBuilder patience(Duration time) {
        patience = time;
        return this;
    }

    HmsClientBuilder quiet(Duration time) {
        quiet = time;
        return this;
    }

    HmsClientBuilder random(DoubleSupplier source) {
        random = source;
        return this;
    }

    /// A client that connects now. Waits for the first values: until they are here, or until the
    /// server turned out not to be there while there is something else to go on with (the cache, or
    /// defaults), at most for the time that [#patience] says. Never fails for want of a server: see
    /// [HmsClient#staleReason].
    public HmsClient connect() {
        var client = start();
        client.await(patience);
        return client;
    }

    /// A client that connects in the background.
    public HmsClient start() {
        return HmsClient.start(
                new Settings(
                        server,
                        token,
                        env,
                        Optional.ofNullable(key),
                        Map.copyOf(attributes),
                        ids,
                        tags,
                        cache,
                        trust,
                        clock,
                        random,
                        Map.copyOf(defaults),
                        transport,
                        quiet,
                        patience),
                Optional.ofNullable(pool));
    }
}
