package hms.runs;

import hms.core.command.Command;
import hms.core.state.Notices;
import hms.ledger.write.Prepared;
import hms.ledger.write.Writer;
import hms.runs.content.Library;
import hms.runs.notice.BackOff;
import hms.runs.port.Attempt;
import hms.runs.port.Notice;
import hms.runs.port.NoticeAddress;
import hms.runs.port.NoticeChannel;
import hms.runs.port.PolicyEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Sends notices to partners, one attempt at a time, and records how each went. Delivery is at
/// least once: a notice keeps its id over all attempts.
public final class NoticeDesk {

    private final Writer writer;
    private final Library library;
    private final Map<String, NoticeChannel> channels;
    private final Supplier<String> publicUrl;
    private final InstantSource clock;
    private final DoubleSupplier random;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /// @param channels  by the name that configuration gives them, such as `webhook`
    /// @param publicUrl where this installation is reached, without a slash at its end
    /// @param random    evenly spread in [0, 1), for the spread of retries
    public NoticeDesk(
            Writer writer,
            Library library,
            Map<String, NoticeChannel> channels,
            Supplier<String> publicUrl,
            InstantSource clock,
            DoubleSupplier random) {
        this.writer = writer;
        this.library = library;
        this.channels = Map.copyOf(channels);
        this.publicUrl = publicUrl;
        this.clock = new LedgerTime(writer::state, clock);
        this.random = random;
    }

    /// Makes the next attempt, if the notice is still to be delivered and one is due.
    public void attempt(String id) {
        var lock = locks.computeIfAbsent(id, x -> new ReentrantLock());
        lock.lock();
        try {
            writer.state()
                    .notices()
                    .open(id)
                    .filter(n -> n.attempts() == 0 || !n.due().isAfter(clock.instant()))
                    .ifPresent(this::send);
        } finally {
            lock.unlock();
            if (writer.state().notices().open(id).isEmpty()) {
                locks.remove(id);
            }
        }
    }

    private void send(Notices.Notice notice) {
        int attempt = notice.attempts() + 1;
        var result =
                switch (outcome(notice)) {
                    case Attempt.Delivered d ->
                            new Command.NoticeResult.Delivered(notice.id(), attempt, d.status());
                    case Attempt.TryAgain t ->
                            new Command.NoticeResult.Failed(
                                    notice.id(),
                                    attempt,
                                    t.reason(),
                                    next(notice, attempt, t.retryAfter().orElse(Duration.ZERO)));
                    case Attempt.Refused r ->
                            new Command.NoticeResult.Failed(
                                    notice.id(), attempt, r.reason(), Optional.empty());
                };
        writer.submit(Prepared.of(result)).join();
    }

    private Attempt outcome(Notices.Notice notice) {
        var partner = writer.state().configuration().partner(notice.partner());
        if (partner.isEmpty()) {
            return new Attempt.Refused(
                    "partner " + notice.partner() + " is not configured any more");
        }
        var channel = channels.get(partner.get().channel());
        if (channel == null) {
            return new Attempt.Refused(
                    "partner "
                            + notice.partner()
                            + " is reached by "
                            + partner.get().channel()
                            + ", which this server does not have");
        }
        var url = library.text(partner.get().address());
        if (url.isEmpty()) {
            return new Attempt.Refused(
                    "the address of partner " + notice.partner() + " was erased");
        }
        return channel.send(
                new Notice(
                        notice.id(),
                        new NoticeAddress(url.get(), partner.get().secret()),
                        event(notice)));
    }

    private PolicyEvent event(Notices.Notice notice) {
        var data = new LinkedHashMap<String, String>();
        data.put("id", notice.about().policy().toString());
        data.put("version", notice.about().version().toString());
        data.put("env", notice.environment().toString());
        writer.state()
                .register()
                .of(notice.about())
                .ifPresent(p -> data.put("publishedUrl", publicUrl.get() + p.path()));
        return new PolicyEvent(
                notice.type(),
                publicUrl.get(),
                notice.about().policy().toString(),
                notice.queuedAt(),
                "policy-update",
                data);
    }

    private Optional<Instant> next(Notices.Notice notice, int failures, Duration atLeast) {
        var now = clock.instant();
        return BackOff.next(
                        failures,
                        Duration.between(notice.queuedAt(), now),
                        atLeast,
                        random.getAsDouble())
                .map(now::plus);
    }
}
