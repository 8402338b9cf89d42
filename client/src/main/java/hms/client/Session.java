package hms.client;

import hms.artifact.Context;
import hms.client.live.Anchors;
import hms.client.live.Assembly;
import hms.client.live.CacheFolder;
import hms.client.live.Holdings;
import hms.client.live.LiveValues;
import hms.client.live.LogWatch;
import hms.client.live.Sight;
import hms.client.live.Skew;
import hms.client.live.Trouble;
import hms.client.wire.MalformedMessage;
import hms.client.wire.Message;
import hms.client.wire.MessageReader;
import hms.client.wire.Revision;
import hms.trust.Checkpoint;
import hms.trust.NoteVerifier;
import hms.trust.SignedNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a client does with what comes. Every change goes the same way, and whatever is wrong on it
/// leaves everything as it was:
///
/// verify → validate → try to load → swap → keep on disk → report.
final class Session implements Subscription.Receiver {
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(1);

    private final Settings settings;
    private final ClientPool pool;
    private final Context reader;
    private final Optional<CacheFolder> cache;
    private final LiveValues live;
    private final Troubles troubles;
    private final InOrder disk;
    private final Assembly assembly;
    private final LogWatch log;
    private final Skew skew = new Skew();
    private final CompletableFuture<Boolean> decided = new CompletableFuture<>();
    private final CompletableFuture<Boolean> first = new CompletableFuture<>();
    private Runnable applied = () -> {};
    private @Nullable Sight unproved;
    private @Nullable SignedNote checkpoint;
    private boolean distrusted;
    private boolean skewed;
    private boolean saving;
    private boolean fromServer;
    private @Nullable Revision written;
    private @Nullable CompletableFuture<NoteVerifier> asking;
    private volatile @Nullable String stale = "nothing came from the server yet";

    Session(
            Settings settings,
            ClientPool pool,
            Context reader,
            Optional<CacheFolder> cache,
            LiveValues live,
            Troubles troubles,
            InOrder disk) {
        this.settings = settings;
        this.pool = pool;
        this.reader = reader;
        this.cache = cache;
        this.live = live;
        this.troubles = troubles;
        this.disk = disk;
        Anchors anchors = settings.trust().anchors();
        this.assembly =
                new Assembly(settings.env(), !settings.tags().isEmpty(), anchors, pool.library());
        this.log = new LogWatch(anchors.logKey().or(this::keptKey));
        restore();
    }

    /// What is done after each change that was applied, and when a connection is back: a server
    /// that was started again knows nothing of its subscribers before they report.
    void onApplied(Runnable task) {
        applied = task;
    }

    /// Completes when the first values came from the server, or could not be had.
    CompletableFuture<Boolean> decided() {
        return decided;
    }

    /// Completes when the first values came from the server.
    CompletableFuture<Boolean> first() {
        return first;
    }

    private Optional<NoteVerifier> keptKey() {
        try {
            return cache.isEmpty()
                    ? Optional.empty()
                    : cache.get()
                            .logKey()
                            .flatMap(
                                    verdict ->
                                            verdict.fold(
                                                    Optional::of,
                                                    reason -> {
                                                        troubles.add(Trouble.Kind.CACHE, reason);
                                                        return Optional.empty();
                                                    }));
        } catch (IOException | UncheckedIOException e) {
            troubles.add(Trouble.Kind.CACHE, "the log's key cannot be read from the cache: " + e);
            return Optional.empty();
        }
    }

    /// Begins with the newest state in the cache that is still good.
    private void restore() {
        if (cache.isEmpty()) {
            return;
        }
        var kept = cache.get().generations(why -> troubles.add(Trouble.Kind.CACHE, why));
        for (var generation : kept) {
            var state = generation.get();
            if (state.isPresent() && restored(state.get())) {
                return;
            }
        }
    }

    private boolean restored(CacheFolder.Kept kept) {
        var verdict = assembly.take(kept.change());
        var holdings = verdict.toOptional().flatMap(each -> each);
        if (holdings.isEmpty()) {
            troubles.add(
                    Trouble.Kind.CACHE,
                    "a cached state is passed over: "
                            + verdict.refusal().orElse("it is not whole"));
            return false;
        }
        var sight = new Sight(holdings.get(), reader, pool.library());
        sight.rehearse(settings.clock().instant())
                .ifPresent(why -> troubles.add(Trouble.Kind.RULES, why));
        assembly.accept(holdings.get());
        kept.checkpoint().ifPresent(this::restoreCheckpoint);
        live.load(sight, Optional.of(holdings.get().at()));
        written = holdings.get().revision();
        stale = "these values are from the cache, of " + holdings.get().at();
        return true;
    }

    private void restoreCheckpoint(String note) {
        if (log.restore(note)) {
            checkpoint = SignedNote.parse(note);
        } else {
            troubles.add(
                    Trouble.Kind.CACHE, "the cached checkpoint is not signed by the log's key");
        }
    }

    @Override
    public synchronized Optional<CompletableFuture<?>> preparation() {
        if (log.key().isPresent()) {
            return Optional.empty();
        }
        if (asking == null || asking.isCompletedExceptionally()) {
            asking = LogKeys.ask(pool.http(), settings);
        }
        return Optional.of(asking.thenAccept(this::pin));
    }

    private synchronized void pin(NoteVerifier key) {
        if (log.key().isPresent()) {
            return;
        }
        log.pin(key);
        if (cache.isPresent()) {
            try {
                cache.get().pin(key);
            } catch (IOException e) {
                troubles.add(Trouble.Kind.CACHE, "the log's key cannot be kept in the cache: " + e);
            }
        }
    }

    @Override
    public synchronized String position() {
        assembly.drop();
        unproved = null;
        var since = assembly.current().map(held -> "since=" + held.revision()).orElse("");
        var tree = log.last().map(last -> "tree=" + last.size()).orElse("");
        return since.isEmpty() || tree.isEmpty() ? since + tree : since + "&" + tree;
    }

    @Override
    public synchronized Subscription.Outcome message(String text) {
        Message message;
        try {
            message = MessageReader.read(text);
        } catch (MalformedMessage e) {
            return refused(Trouble.Kind.MESSAGE, String.valueOf(e.getMessage()));
        }
        if (message instanceof Message.Change change) {
            return change(change);
        }
        if (message instanceof Message.Heartbeat heartbeat) {
            compareClocks(heartbeat.at());
            return heartbeat(heartbeat);
        }
        if (message instanceof Message.End end) {
            return refused(
                    Trouble.Kind.CONNECTION,
                    "the server ended the stream: " + end.code() + ", " + end.detail());
        }
        return Subscription.Outcome.FINE;
    }

    private Subscription.Outcome refused(Trouble.Kind kind, String reason) {
        unproved = null;
        stale = reason;
        troubles.add(kind, reason);
        live.linked(false);
        decided.complete(false);
        return Subscription.Outcome.REFUSED;
    }

    private Subscription.Outcome change(Message.Change change) {
        var verdict = assembly.take(change);
        if (verdict.refusal().isPresent()) {
            return refused(Trouble.Kind.CHANGE, verdict.refusal().get());
        }
        var next = verdict.orElseThrow();
        if (next.isEmpty()) {
            return Subscription.Outcome.FINE;
        }
        var sight = new Sight(next.get(), reader, pool.library());
        var problem = sight.rehearse(settings.clock().instant());
        if (problem.isPresent()) {
            return refused(Trouble.Kind.RULES, problem.get());
        }
        if (distrusted) {
            unproved = sight; // shown only once the log has proved itself again
        } else {
            apply(sight);
        }
        return Subscription.Outcome.COMMITTED;
    }

    private void apply(Sight sight) {
        var before = assembly.current();
        assembly.accept(sight.holdings());
        live.load(sight, Optional.empty());
        boolean isBack = stale != null;
        stale = null;
        fromServer = true;
        decided.complete(true);
        first.complete(true);
        boolean isNew =
                before.isEmpty() || !before.get().revision().equals(sight.holdings().revision());
        if (isNew) {
            save();
        }
        if (isNew || isBack) {
            applied.run();
        }
    }

    private Subscription.Outcome heartbeat(Message.Heartbeat heartbeat) {
        var verdict = log.take(heartbeat);
        if (verdict.refusal().isPresent()) {
            distrusted = true;
            return refused(Trouble.Kind.CHECKPOINT, verdict.refusal().get());
        }
        checkpoint = SignedNote.parse(heartbeat.checkpoint());
        distrusted = false;
        var waiting = unproved;
        if (waiting != null) {
            unproved = null;
            apply(waiting);
        }
        return Subscription.Outcome.FINE;
    }

    private void compareClocks(Instant server) {
        skew.add(settings.clock().instant(), server);
        if (skew.isAlarming() && !skewed) {
            troubles.add(
                    Trouble.Kind.CLOCK,
                    "this clock is "
                            + skew.millis().orElse(0)
                            + " ms ahead of the server's: versions begin and end at the wrong instant here; set the clock");
        }
        skewed = skew.isAlarming();
    }

    @Override
    public synchronized void lost(String reason) {
        unproved = null;
        stale = reason;
        troubles.add(Trouble.Kind.CONNECTION, reason);
        live.linked(false);
        decided.complete(false);
    }

    /// Keeps what is held, at most once in a while.
    private void save() {
        if (cache.isPresent() && !saving) {
            saving = true;
            disk.execute(this::write);
        }
    }

    private void write() {
        var kept = cache.orElseThrow();
        Optional<Holdings> holdings;
        Optional<SignedNote> note;
        synchronized (this) {
            holdings = assembly.current();
            note = Optional.ofNullable(checkpoint);
        }
        try {
            if (holdings.isPresent()) {
                var isNew = !holdings.get().revision().equals(written);
                kept.save(holdings.get(), note, isNew);
                written = holdings.get().revision();
            }
        } catch (IOException e) {
            troubles.add(Trouble.Kind.CACHE, "the state cannot be kept in the cache: " + e);
        }
        pool.background().after(BETWEEN_SAVES, () -> saved(holdings.map(Holdings::revision)));
    }

    private synchronized void saved(Optional<Revision> tried) {
        saving = false;
        if (!assembly.current().map(Holdings::revision).equals(tried)) {
            save();
        }
    }

    /// Keeps what is held, with the checkpoint that was verified since: the client ends.
    ///
    /// @return completes when it is kept
    synchronized CompletableFuture<?> saveLast() {
        return cache.isPresent() && fromServer
                ? CompletableFuture.runAsync(this::write, disk)
                : CompletableFuture.completedFuture(true);
    }

    /// Why the values may not be the newest; empty if they are.
    Optional<String> stale() {
        return Optional.ofNullable(stale);
    }

    /// How far this clock is ahead of the server's, in milliseconds.
    synchronized OptionalLong skewMs() {
        return skew.millis();
    }

    /// The checkpoint that was verified last.
    synchronized Optional<Checkpoint> checkpoint() {
        return log.last();
    }
}
