package hms.client;

import hms.client.live.CacheFolder;
import hms.client.live.LiveValues;
import hms.client.live.Ruling;
import hms.client.live.Trouble;
import hms.client.live.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/// Live values of policies, as a program reads them: pushed by the server, verified here, switched
/// at their instant by this machine's clock, and kept on disk, so that there is something to read
/// whatever becomes of the server.
///
/// ```java
/// var client = HmsClient.connect(URI.create("https://hms.example"));
/// var policy = client.getPolicy("epa-pm25-limit");
/// if (reading.compareTo(policy.getDecimal("limit")) > 0) { … }
/// ```
///
/// Safe for any number of threads. One for a whole program is enough.
public final class HmsClient implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final LiveValues live;
    private final Troubles troubles;
    private final Optional<Network> network;
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();
    private final Map<HeldName, Held<?>> held = new ConcurrentHashMap<>();
    private final List<Consumer<PolicyChange>> listeners;

    /// What only a client with a server has.
    record Network(
            Settings settings,
            ClientPool pool,
            boolean ownPool,
            Session session,
            Subscription subscription,
            Reports reports) {}

    private record HeldName(String policy, String name, Class<?> type) {}

    HmsClient(
            LiveValues live,
            Troubles troubles,
            List<Consumer<PolicyChange>> listeners,
            Optional<Network> network) {
        this.live = live;
        this.troubles = troubles;
        this.listeners = listeners;
        this.network = network;
    }

    /// Connects to the server that the environment variable `HMS_URL` names, with the token in
    /// `HMS_TOKEN`.
    ///
    /// @throws IllegalStateException if `HMS_URL` is not set
    public static HmsClient connect() {
        var url =
                Optional.ofNullable(System.getenv("HMS_URL"))
                        .filter(text -> !text.isBlank())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "HMS_URL is not set; set it to the server's address, such as http://127.0.0.1:8080"));
        return connect(URI.create(url));
    }

    /// Connects to a server, with the token in the environment variable `HMS_TOKEN`, if it is set.
    public static HmsClient connect(URI server) {
        return builder(server).connect();
    }

    /// Sets up a client of a server. The token is that in `HMS_TOKEN` unless another is given.
    public static HmsClientBuilder builder(URI server) {
        var builder = new HmsClientBuilder(server);
        Optional.ofNullable(System.getenv("HMS_TOKEN"))
                .filter(text -> !text.isBlank())
                .ifPresent(builder::token);
        return builder;
    }

    /// Policies without a server, for tests.
    public static TestHmsClient inMemory() {
        return TestHmsClient.create();
    }

    static HmsClient start(Settings settings, Optional<ClientPool> shared) {
        var pool = shared.orElseGet(ClientPool::create);
        var instance = UUID.randomUUID().toString();
        var listeners = new CopyOnWriteArrayList<Consumer<PolicyChange>>();
        var troubles =
                new Troubles(
                        settings.clock(),
                        new InOrder(
                                pool.workers(),
                                fault -> {})); // a listener of troubles that throws has nobody left
        // to tell
        var outside =
                new InOrder(
                        pool.workers(),
                        fault -> troubles.add(Trouble.Kind.LISTENER, "a listener threw: " + fault));
        var live =
                new LiveValues(
                        settings.clock(),
                        pool.timer(),
                        settings.defaults(),
                        updates -> tell(listeners, outside, updates));
        var cache =
                settings.cache()
                        .map(
                                folder ->
                                        new CacheFolder(
                                                folder,
                                                settings.server().toString(),
                                                settings.query()));
        var key = settings.key().orElseGet(() -> keptKey(cache, instance, troubles));
        var disk =
                new InOrder(
                        pool.workers(),
                        fault -> troubles.add(Trouble.Kind.CACHE, "the cache failed: " + fault));
        var session =
                new Session(settings, pool, settings.reader(key), cache, live, troubles, disk);
        var reconnect = Reconnect.standard().random(settings.random());
        var subscription =
                new Subscription(settings, pool.http(), pool.background(), reconnect, session);
        var reports = new Reports(settings, pool, live, session, troubles, instance, key);
        session.onApplied(reports::soon);
        subscription.start();
        reports.start();
        var network = new Network(settings, pool, shared.isEmpty(), session, subscription, reports);
        return new HmsClient(live, troubles, listeners, Optional.of(network));
    }

    private static String keptKey(
            Optional<CacheFolder> cache, String otherwise, Troubles troubles) {
        try {
            return cache.isPresent() ? cache.get().key(() -> otherwise) : otherwise;
        } catch (IOException | UncheckedIOException e) {
            troubles.add(
                    Trouble.Kind.CACHE,
                    "this reader's key cannot be kept in the cache, so it is another one with each start: "
                            + e);
            return otherwise;
        }
    }

    static void tell(
            List<Consumer<PolicyChange>> listeners,
            InOrder outside,
            List<LiveValues.Update> updates) {
        for (var update : updates) {
            var change = PolicyChange.of(update);
            for (var listener : listeners) {
                outside.execute(() -> listener.accept(change));
            }
        }
    }

    /// Waits for the first values from the server.
    void await(Duration patience) {
        if (network.isEmpty()) {
            return;
        }
        var session = network.get().session();
        var end = System.nanoTime() + patience.toNanos();
        try {
            var came =
                    session.decided()
                            .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (!came
                    && live.revision().isEmpty()
                    && network.get().settings().defaults().isEmpty()) {
                session.first().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            // it goes on without: staleReason() says why
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for the first values failed", e);
        }
    }

    /// A policy, to be kept and read again and again.
    ///
    /// @param id such as `epa-pm25-limit`; it need not be there (yet)
    public Policy getPolicy(String id) {
        var known = policies.get(id);
        return known != null ? known : policies.computeIfAbsent(id, each -> new Policy(each, live));
    }

    /// A number of a policy, held.
    public Held<BigDecimal> decimal(String policy, String name) {
        return held(policy, name, BigDecimal.class, "a number", view -> view.value(name));
    }

    /// A number without fraction, held.
    public Held<Integer> integer(String policy, String name) {
        return held(
                policy,
                name,
                Integer.class,
                "a whole number",
                view -> {
                    try {
                        return view.value(name) instanceof BigDecimal number
                                ? number.intValueExact()
                                : null;
                    } catch (ArithmeticException e) {
                        return null; // the reader is told that it is none
                    }
                });
    }

    /// A text of a policy, held.
    public Held<String> string(String policy, String name) {
        return held(policy, name, String.class, "a text", view -> view.value(name));
    }

    /// A truth value of a policy, held.
    public Held<Boolean> bool(String policy, String name) {
        return held(policy, name, Boolean.class, "a truth value", view -> view.value(name));
    }

    /// A day of a policy, held.
    public Held<LocalDate> date(String policy, String name) {
        return held(policy, name, LocalDate.class, "a date", view -> view.value(name));
    }

    @SuppressWarnings("unchecked") // the key says the type
    private <T> Held<T> held(
            String policy,
            String name,
            Class<T> type,
            String words,
            Function<View, @org.jspecify.annotations.Nullable Object> value) {
        return (Held<T>)
                held.computeIfAbsent(
                        new HeldName(policy, name, type),
                        key ->
                                new Held<T>(
                                        live,
                                        live.slot(
                                                policy,
                                                view -> {
                                                    var now = value.apply(view);
                                                    return type.isInstance(now)
                                                            ? now
                                                            : new Missing(view, name, words);
                                                })));
    }

    /// Asks a rule of a policy.
    public Ruling evaluate(String policy, String rule, Map<String, ?> inputs) {
        return getPolicy(policy).evaluate(rule, inputs);
    }

    /// Says that the program raised an alert because of a policy.
    public void alert(String policy, String kind) {
        getPolicy(policy).alert(kind);
    }

    /// Deploys a policy from its file: submits, approves, queues, and waits for the run. The
    /// client's token has to be one that may.
    ///
    /// @param options where to, who signs, for whom first, who is told
    public DeploymentResult deployPolicy(Path file, DeployOptions options) {
        return deployPolicy(List.of(file), options);
    }

    /// Deploys policies from files, all of them or none.
    public DeploymentResult deployPolicy(List<Path> files, DeployOptions options) {
        return deployments().deployPolicy(files, options);
    }

    /// What deploys to this client's server, with its token.
    ///
    /// @throws IllegalStateException if it has no server, or no token
    public PolicyDeploymentService deployments() {
        var settings =
                network.orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "a client in memory has no server to deploy to"))
                        .settings();
        var token =
                settings.token()
                        .get()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "deploying takes a token that may; give the client one"));
        return new PolicyDeploymentService(
                HmsApi.connect(settings.server(), token), settings.clock());
    }

    /// Is told of every policy that becomes another one for this client, in order. Close what is
    /// returned to be told no more.
    public AutoCloseable onChange(Consumer<PolicyChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// The same for one policy.
    public AutoCloseable onChange(String policy, Consumer<PolicyChange> listener) {
        return onChange(
                change -> {
                    if (change.policy().equals(policy)) {
                        listener.accept(change);
                    }
                });
    }

    /// Is told of whatever goes wrong.
    public AutoCloseable onTrouble(Consumer<Trouble> listener) {
        return troubles.listen(listener);
    }

    /// The last hundred things that went wrong, the oldest first.
    public List<Trouble> problems() {
        return troubles.list();
    }

    /// Whether the values may not be the newest.
    public boolean isStale() {
        return staleReason().isPresent();
    }

    /// Why they may not be.
    public Optional<String> staleReason() {
        return network.flatMap(each -> each.session().stale());
    }

    /// The revision that is read, `0.1234`; empty before anything came.
    public Optional<String> revision() {
        return live.revision().map(Object::toString);
    }

    /// The ids of all policies that were delivered.
    public List<String> ids() {
        return live.ids();
    }

    /// How far this machine's clock is ahead of the server's, in milliseconds; empty as long as it
    /// is not known.
    public OptionalLong skewMs() {
        return network.map(each -> each.session().skewMs()).orElse(OptionalLong.empty());
    }

    /// Says farewell to the server, and ends the connection. What was read last can still be read.
    @Override
    public void close() {
        live.close();
        network.ifPresent(HmsClient::leave);
    }

    private static void leave(Network network) {
        network.subscription().close();
        try {
            CompletableFuture.allOf(network.session().saveLast(), network.reports().leave())
                    .get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // the server will notice by itself
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (network.ownPool()) {
            network.pool().close();
        }
    }

    @Override
    public String toString() {
        return "HmsClient["
                + network.map(each -> each.settings().server().toString()).orElse("in memory")
                + " "
                + revision().orElse("nothing yet")
                + "]";
    }
}
