package hms.server.push;

import hms.core.state.EnvironmentId;
import hms.server.token.Bearers;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// All subscribers of a server.
public final class Push implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hms.server.push");
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final PushParts parts;
    private final Ledgerside ledger;
    private final Heartbeats heartbeats;
    private final AtomicReference<Moment> moment;
    private final Map<EnvironmentId, Editions> editions = new ConcurrentHashMap<>();
    private final Map<Place, Audience> audiences = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean closed;

    private record Place(EventLoop loop, EnvironmentId environment) {}

    /// What subscribers are told of.
    ///
    /// @param first the present
    /// @param fragments encodes policies
    /// @param proofs proves that the ledger only grew
    /// @param blocking runs what blocks
    public record Ledgerside(
            Moment first, PolicyEncoder fragments, GrowthProofs proofs, Executor blocking) {}

    public Push(
            Ledgerside ledger,
            Bearers bearers,
            InstantSource clock,
            Meter meter,
            PushLimits limits) {
        this.ledger = ledger;
        moment = new AtomicReference<>(ledger.first());
        heartbeats = new Heartbeats(ledger.proofs(), ledger.blocking());
        parts = new PushParts(moment::get, bearers, clock, meter, limits, open::decrementAndGet);
    }

    /// Something became durable. Does not block.
    public void committed(Moment after) {
        moment.accumulateAndGet(after, Push::later);
        var state = moment.get().state();
        editions.values().forEach(one -> one.committed(state));
    }

    private static Moment later(Moment a, Moment b) {
        return b.state().size() >= a.state().size() ? b : a;
    }

    /// Takes the place of one more subscriber.
    ///
    /// @return whether there was one; then [#open] has to follow
    public boolean reserve() {
        if (closed || open.incrementAndGet() > parts.limits().subscribers()) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /// Takes the connection of a request over, answers with `head`, and begins to send. On the
    /// request's event loop, after [#reserve].
    ///
    /// @param head the head of the answer, to its last byte
    public void open(HttpServerRequest request, byte[] head, Subscription asked) {
        var environment = asked.selection().environment();
        var state = moment.get().state();
        long since =
                asked.since()
                        .filter(r -> r.epoch() == state.epoch() && r.size() <= state.size())
                        .map(Revision::size)
                        .orElse(0L);
        var loop = Takeover.loop(request);
        var audience = audience(loop, environment);
        var one = audience.enter(asked, since, numbers.getAndIncrement() & Integer.MAX_VALUE);
        try {
            var channel = Takeover.of(request, one, parts.limits().patience());
            one.open(channel);
            var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(head), channel.voidPromise());
        } catch (ChannelException gone) {
            LOG.log(Level.DEBUG, "a subscriber left while it was let in", gone);
        }
        if (!one.isOpen()) {
            audience.left(one);
            return;
        }
        ofEnvironment(environment).demand(since);
        audience.advance(one);
        if (closed) {
            one.end(Ending.GOING);
        }
    }

    private Audience audience(EventLoop loop, EnvironmentId environment) {
        return audiences.computeIfAbsent(
                new Place(loop, environment),
                _ ->
                        new Audience(
                                        environment,
                                        loop,
                                        parts,
                                        ofEnvironment(environment),
                                        heartbeats)
                                .start());
    }

    private Editions ofEnvironment(EnvironmentId environment) {
        return editions.computeIfAbsent(
                environment,
                asked ->
                        new Editions(
                                        asked,
                                        moment::get,
                                        ledger.fragments(),
                                        parts.limits(),
                                        parts.meter())
                                .start());
    }

    /// How many there are.
    public int size() {
        return open.get();
    }

    /// Tells all of them that the server goes, and waits a little until they have gone.
    @Override
    public void close() {
        closed = true;
        audiences.forEach(
                (place, audience) -> place.loop().execute(() -> audience.end(Ending.GOING)));
        long end = System.nanoTime() + GOODBYE.toNanos();
        while (open.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        editions.values().forEach(Editions::close);
    }
}
