package hms.server.push;

import hms.core.state.EnvironmentId;
import hms.core.state.State;
import hms.server.token.Bearers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The subscribers of one environment on one event loop. It pins an edition, takes everyone to it,
/// and keeps to it for a while: whoever becomes writable in that time goes no further, so that all
/// stand at few revisions and share what is encoded for them.
final class Audience {

    /// Heartbeats are spread over so many times in their period.
    private static final int SLOTS = 50;

    /// So many subscribers are served before the event loop does something else.
    private static final int SLICE = 512;

    private static final long LONGEST_PROOF_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EnvironmentId environment;
    private final EventLoop loop;
    private final PushParts parts;
    private final Editions editions;
    private final Heartbeats heartbeats;
    private final Frames frames = new Frames();
    private final Runnable proved;
    private final Map<Selection, Group> groups = new HashMap<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private final Map<Long, Message> beats = new HashMap<>();

    private final Function<Subscriber, @Nullable ByteBuf> source = this::next;

    private @Nullable Edition pinned;
    private @Nullable Moment moment;
    private long pinnedNanos = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
    private long beatsNanos;
    private boolean renewing;
    private boolean awaiting;
    private long momentNanos;
    private boolean passing;
    private int next;
    private int slot;

    Audience(
            EnvironmentId environment,
            EventLoop loop,
            PushParts parts,
            Editions editions,
            Heartbeats heartbeats) {
        this.environment = environment;
        this.loop = loop;
        this.parts = parts;
        this.editions = editions;
        this.heartbeats = heartbeats;
        this.proved = () -> loop.execute(this::proved);
    }

    /// Begins to listen.
    Audience start() {
        editions.onNew(this::tell);
        tell();
        long tickNanos = parts.limits().beat().toNanos() / SLOTS;
        var _ = loop.scheduleAtFixedRate(this::tick, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
        return this;
    }

    Meter meter() {
        return parts.meter();
    }

    /// There is a new edition; on any thread.
    private void tell() {
        if (!told.getAndSet(true)) {
            loop.execute(this::renew);
        }
    }

    /// Pins the newest edition, unless the one that is pinned is too young or still being sent.
    private void renew() {
        told.set(false);
        var newest = editions.newest();
        if (newest == null || isSame(newest) || passing || renewing) {
            return;
        }
        long wait = parts.limits().renewal().toNanos() - (System.nanoTime() - pinnedNanos);
        if (wait > 0) {
            renewing = true;
            var _ = loop.schedule(this::renewLater, wait, TimeUnit.NANOSECONDS);
            return;
        }
        pin(newest);
        next = 0;
        passing = true;
        pass();
    }

    private void renewLater() {
        renewing = false;
        renew();
    }

    @SuppressWarnings("ReferenceEquality") // an edition is equal to itself only
    private boolean isSame(Edition newest) {
        return newest == pinned;
    }

    private void pin(Edition newest) {
        long from = pinned == null ? 0 : pinned.to();
        groups.values().forEach(group -> group.look(newest, from));
        pinned = newest;
        pinnedNanos = System.nanoTime();
        frames.clear();
        beats.clear();
    }

    /// Takes a few subscribers on, and comes again for the rest.
    private void pass() {
        int end = Math.min(next + SLICE, subscribers.size());
        while (next < end && next < subscribers.size()) {
            var one = subscribers.get(next++);
            if (one.isBehind()) {
                advance(one);
            }
        }
        if (next < subscribers.size()) {
            loop.execute(this::pass);
            return;
        }
        passing = false;
        renew();
    }

    /// The group of a selection; it is there as long as it has subscribers.
    private Group group(Selection selection) {
        return groups.computeIfAbsent(
                selection,
                asked -> {
                    var group = new Group(asked);
                    if (pinned != null) {
                        group.look(pinned, 0);
                    }
                    return group;
                });
    }

    /// One more, that is still to be given its connection.
    ///
    /// @param since how far it has come; 0 if it has nothing
    Subscriber enter(Subscription asked, long since, int number) {
        var group = group(asked.selection());
        var one = new Subscriber(this, group, asked, since, asked.tree().orElse(0), number % SLOTS);
        group.add(1);
        one.place(subscribers.size());
        subscribers.add(one);
        meter().subscribers(environment, one.transport(), 1);
        return one;
    }

    /// It is gone; the last in the list takes its place.
    void left(Subscriber one) {
        int place = one.place();
        if (place >= subscribers.size() || subscribers.get(place) != one) {
            return;
        }
        var last = subscribers.removeLast();
        if (last != one) {
            subscribers.set(place, last);
            last.place(place);
            if (passing && place < next) {
                loop.execute(() -> advance(last));
            }
        }
        if (one.group().add(-1) == 0) {
            groups.remove(one.group().selection());
        }
        meter().subscribers(environment, one.transport(), -1);
        parts.left().run();
    }

    /// Takes one as far as its connection lets it go.
    void advance(Subscriber one) {
        one.write(source);
    }

    /// What is to be sent next.
    private @Nullable ByteBuf next(Subscriber one) {
        var edition = pinned;
        if (edition == null || one.sent() > edition.to()) {
            return null;
        }
        if (one.isBehind()) {
            return send(one, one.group().next(edition, one.sent()));
        }
        if (!one.isBeatDue()) {
            return null;
        }
        return one.sent() < edition.to()
                ? send(one, edition.nothing(one.sent()))
                : beat(one, edition);
    }

    private ByteBuf send(Subscriber one, Message change) {
        one.sending(change);
        return frames.of(change, one.transport());
    }

    private @Nullable ByteBuf beat(Subscriber one, Edition edition) {
        var now = moment(edition);
        if (!heartbeats.isReady(one.tree(), now, proved)) {
            awaiting = true;
            return null;
        }
        long nanos = System.nanoTime();
        if (nanos - beatsNanos > TimeUnit.MILLISECONDS.toNanos(1)) {
            beats.clear();
            beatsNanos = nanos;
        }
        var message = beats.get(one.tree());
        if (message == null) {
            message = heartbeats.make(edition, one.tree(), now, parts.clock().instant());
        }
        if (message == null) {
            return null;
        }
        beats.put(one.tree(), message);
        one.beaten(now.head().size());
        return Unpooled.wrappedBuffer(message.framed(one.transport()));
    }

    /// A durable head at which the edition is current: the newest if it is one, else that of which
    /// the edition was made. It is kept for a while, so that a proof that was asked for is still
    /// of use when it comes.
    private Moment moment(Edition edition) {
        var known = moment;
        if (known != null && fits(known, edition)) {
            return known;
        }
        var latest = parts.moment().get();
        var chosen = fits(latest, edition) ? latest : edition.moment();
        moment = chosen;
        momentNanos = System.nanoTime();
        awaiting = false;
        return chosen;
    }

    private static boolean fits(Moment moment, Edition edition) {
        return edition.isCurrentIn(moment.state()) && moment.head().size() >= edition.to();
    }

    private void proved() {
        awaiting = false;
        forEach(this::advanceIfDue);
    }

    private void advanceIfDue(Subscriber one) {
        if (one.isBeatDue()) {
            advance(one);
        }
    }

    /// From the last on: whoever is served may leave, and then one that was served takes his place.
    private void forEach(Consumer<Subscriber> what) {
        for (int i = subscribers.size() - 1; i >= 0; i--) {
            if (i < subscribers.size()) {
                what.accept(subscribers.get(i));
            }
        }
    }

    private void tick() {
        if (subscribers.isEmpty()) {
            return;
        }
        slot = (slot + 1) % SLOTS;
        if (!awaiting || System.nanoTime() - momentNanos > LONGEST_PROOF_NANOS) {
            moment = null;
        }
        var state = parts.moment().get().state();
        var now = parts.clock().instant();
        long nanos = System.nanoTime();
        long patience = parts.limits().patience().toNanos();
        forEach(
                one -> {
                    if (one.isStalled(nanos, patience)) {
                        meter().hopeless();
                        one.abort();
                    } else if (one.slot() == slot) {
                        look(one, state, now);
                    } else {
                        advanceIfDue(one);
                    }
                });
    }

    /// Asks for the token again, and sends a sign of life.
    private void look(Subscriber one, State state, Instant now) {
        switch (parts.bearers().standing(one.bearer(), state, now)) {
            case Bearers.Standing.COUNTS -> {
                one.beatIsDue();
                advance(one);
            }
            case Bearers.Standing.EXPIRED -> one.end(Ending.EXPIRED);
            case Bearers.Standing.REVOKED -> one.end(Ending.REVOKED);
        }
    }

    /// Ends all of them.
    void end(Ending ending) {
        forEach(one -> one.end(ending));
    }
}
