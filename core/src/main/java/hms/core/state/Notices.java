package hms.core.state;

import hms.core.event.NoticeEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/// Notices that are still to be delivered, and how each run's notices fared.
public record Notices(PMap<String, Notice> open, PMap<Integer, Tally> byRun) {

    static final Notices EMPTY = new Notices(HashTreePMap.empty(), HashTreePMap.empty());

    /// @param attempts made so far
    /// @param due      when the next one is due
    public record Notice(
            String id,
            String partner,
            String type,
            OptionalInt run,
            EnvironmentId environment,
            ArtifactKey about,
            int attempts,
            Instant queuedAt,
            Instant due) {}

    /// @param ids    all that were queued for the run
    /// @param sent   of them, those that arrived
    /// @param givenUp of them, those that were given up
    public record Tally(PSet<String> ids, int sent, int givenUp) {

        static final Tally NONE = new Tally(HashTreePSet.empty(), 0, 0);

        public int queued() {
            return ids.size();
        }
    }

    public Optional<Notice> open(String id) {
        return Optional.ofNullable(open.get(id));
    }

    public List<Notice> openOf(int run) {
        return open.values().stream()
                .filter(n -> n.run().isPresent() && n.run().getAsInt() == run)
                .sorted(java.util.Comparator.comparing(Notice::id))
                .toList();
    }

    public Tally tally(int run) {
        return byRun.getOrDefault(run, Tally.NONE);
    }

    Notices apply(Instant at, NoticeEvent event) {
        return switch (event) {
            case NoticeEvent.NoticeQueued e ->
                    new Notices(
                            open.plus(
                                    e.notice(),
                                    new Notice(
                                            e.notice(),
                                            e.partner(),
                                            e.event(),
                                            e.run(),
                                            e.environment(),
                                            new ArtifactKey(e.policy(), e.version()),
                                            0,
                                            at,
                                            at)),
                            counted(e.run(), Optional.of(e.notice()), 0, 0));
            case NoticeEvent.NoticeDelivered e ->
                    new Notices(
                            open.minus(e.notice()),
                            counted(open(e.notice()).orElseThrow().run(), Optional.empty(), 1, 0));
            case NoticeEvent.NoticeAttemptFailed e -> {
                var notice = open(e.notice()).orElseThrow();
                yield e.next().isPresent()
                        ? new Notices(
                                open.plus(
                                        e.notice(),
                                        new Notice(
                                                notice.id(),
                                                notice.partner(),
                                                notice.type(),
                                                notice.run(),
                                                notice.environment(),
                                                notice.about(),
                                                e.attempt(),
                                                notice.queuedAt(),
                                                e.next().get())),
                                byRun)
                        : new Notices(
                                open.minus(e.notice()),
                                counted(notice.run(), Optional.empty(), 0, 1));
            }
        };
    }

    /// A run's tally is not asked for once the run has ended and its notices have arrived.
    private PMap<Integer, Tally> counted(
            OptionalInt run, Optional<String> queued, int sent, int givenUp) {
        if (run.isEmpty()) {
            return byRun;
        }
        var before = tally(run.getAsInt());
        return byRun.plus(
                run.getAsInt(),
                new Tally(
                        queued.map(before.ids()::plus).orElse(before.ids()),
                        before.sent() + sent,
                        before.givenUp() + givenUp));
    }
}
