package hms.client.live;

import hms.client.wire.Message;
import hms.client.wire.Revision;
import hms.trust.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gathers changes until one commits, and lets none through that leads backwards, leaves a gap, or
/// says something else about what is known already. For one thread at a time.
public final class Assembly {
    private static final long MOST_BYTES = 512L * 1024 * 1024;

    private final String env;
    private final boolean tagged;
    private final Inspector inspector;
    private @Nullable Holdings current;
    private @Nullable Gathering gathering;

    /// @param env the environment that was asked for
    /// @param tagged whether policies were asked for by tags, so that some may leave
    public Assembly(String env, boolean tagged, Anchors anchors, Library library) {
        this.env = env;
        this.tagged = tagged;
        this.inspector = new Inspector(anchors, library, env);
    }

    private static final class Gathering {
        private final boolean reset;
        private final Map<String, Holding> policies;
        private @Nullable ZoneId zone;
        private Instant at;
        private long to;
        private long bytes;

        private Gathering(
                boolean reset,
                Map<String, Holding> policies,
                @Nullable ZoneId zone,
                Instant at,
                long to) {
            this.reset = reset;
            this.policies = policies;
            this.zone = zone;
            this.at = at;
            this.to = to;
        }
    }

    /// What is held; empty before the first commit was accepted.
    public Optional<Holdings> current() {
        return Optional.ofNullable(current);
    }

    /// Forgets what was gathered and not committed: the connection broke.
    public void drop() {
        gathering = null;
    }

    /// From now on this is held.
    public void accept(Holdings holdings) {
        current = holdings;
        gathering = null;
    }

    /// Takes the next message of a connection.
    ///
    /// @return the revision that it completes, to be accepted or dropped; empty if more is to come;
    ///     or why it is refused, and with it all that was gathered
    public Verdict<Optional<Holdings>> take(Message.Change change) {
        var verdict =
                begin(change)
                        .then(open -> add(open, change))
                        .then(
                                open ->
                                        change.commit()
                                                ? complete(open, change).then(Assembly::some)
                                                : Verdict.accepted(Optional.<Holdings>empty()));
        if (!verdict.isAccepted()) {
            drop();
        }
        return verdict;
    }

    private static Verdict<Optional<Holdings>> some(Holdings holdings) {
        return Verdict.accepted(Optional.of(holdings));
    }

    /// The gathering that a message belongs to, if it goes on where that ended.
    private Verdict<Gathering> begin(Message.Change change) {
        if (!change.env().equals(env)) {
            return Verdict.refused(
                    "values of "
                            + change.env()
                            + " came where those of "
                            + env
                            + " were asked for");
        }
        var held = current;
        if (held != null && change.epoch() < held.revision().epoch()) {
            return Verdict.refused(
                    "epoch " + change.epoch() + " is older than that of " + held.revision());
        }
        if (change.reset()) {
            return change.from() == 0
                    ? open(new Gathering(true, new HashMap<>(), null, Instant.MIN, 0))
                    : Verdict.refused("a snapshot begins at entry " + change.from() + ", not at 0");
        }
        var open = gathering;
        if (open == null && held != null) {
            open =
                    new Gathering(
                            false,
                            new HashMap<>(held.policies()),
                            held.zone(),
                            held.at(),
                            held.revision().size());
            if (change.epoch() != held.revision().epoch()) {
                open = null;
            }
        }
        if (open == null || open.to != change.from()) {
            return Verdict.refused(
                    "a change from entry "
                            + change.from()
                            + " on does not follow "
                            + (open == null ? "anything that is here" : "entry " + open.to));
        }
        return open(open);
    }

    private Verdict<Gathering> open(Gathering open) {
        gathering = open;
        return Verdict.accepted(open);
    }

    private Verdict<Gathering> add(Gathering open, Message.Change change) {
        open.zone = change.zone().orElse(open.zone);
        open.at = change.at().filter(at -> at.isAfter(open.at)).orElse(open.at);
        open.to = change.to();
        var zone = open.zone;
        if (zone == null) {
            return Verdict.refused("a snapshot does not say which zone its days are counted in");
        }
        if (!change.gone().isEmpty() && !tagged) {
            return Verdict.refused(
                    "the policies "
                            + change.gone()
                            + " are said to be gone, though none was asked for by its tags");
        }
        change.gone().forEach(id -> open.policies.remove(id.text()));
        var held = current;
        var oldest = open.reset || held == null ? 0 : held.revision().size();
        for (var delivery : change.policies()) {
            if (delivery.changed() < oldest || delivery.changed() >= change.to()) {
                return Verdict.refused(
                        delivery.id()
                                + " is said to have changed at entry "
                                + delivery.changed()
                                + ", outside of what the message brings");
            }
            delivery.artifacts().values().forEach(each -> open.bytes += each.bytes().length);
            if (open.bytes > MOST_BYTES) {
                return Verdict.refused(
                        "more than " + MOST_BYTES + " bytes came without completing a revision");
            }
            var verdict = inspector.inspect(delivery, change.approvals(), zone);
            if (verdict.refusal().isPresent()) {
                return Verdict.refused(verdict.refusal().get());
            }
            var holding = verdict.orElseThrow();
            open.policies.put(holding.id(), holding);
        }
        return Verdict.accepted(open);
    }

    private Verdict<Holdings> complete(Gathering open, Message.Change change) {
        gathering = null;
        var zone = open.zone;
        if (zone == null) {
            return Verdict.refused("the legal zone is missing");
        }
        var at = open.at.equals(Instant.MIN) ? Instant.EPOCH : open.at;
        var next = new Holdings(env, change.revision(), zone, at, open.policies);
        var held = current;
        return held == null
                ? Verdict.accepted(next)
                : backwards(held, next, open.reset)
                        .<Verdict<Holdings>>map(Verdict::refused)
                        .orElseGet(() -> Verdict.accepted(next));
    }

    /// Why `next` cannot follow what is held; empty if it can.
    private Optional<String> backwards(Holdings held, Holdings next, boolean reset) {
        var order = next.revision().compareTo(held.revision());
        if (order < 0) {
            return Optional.of("revision " + next.revision() + " is older than " + held.revision());
        }
        if (next.policies().isEmpty() && !held.policies().isEmpty()) {
            return Optional.of(
                    "revision "
                            + next.revision()
                            + " has no policy at all, where there were "
                            + held.policies().size());
        }
        if (order == 0) {
            return contradiction(held, next);
        }
        if (reset && !tagged && next.revision().epoch() == held.revision().epoch()) {
            return held.policies().keySet().stream()
                    .filter(id -> !next.policies().containsKey(id))
                    .findFirst()
                    .map(id -> "the snapshot " + next.revision() + " lacks " + id);
        }
        return Optional.empty();
    }

    private static Optional<String> contradiction(Holdings held, Holdings next) {
        var since = held.at().isAfter(next.at()) ? held.at() : next.at();
        Revision revision = held.revision();
        if (!held.policies().keySet().equals(next.policies().keySet())) {
            return Optional.of("revision " + revision + " came again with other policies");
        }
        for (var holding : held.policies().values()) {
            var other = next.policies().get(holding.id());
            if (other == null || !holding.agrees(other, since)) {
                return Optional.of(
                        "revision "
                                + revision
                                + " came again and says something else about "
                                + holding.id());
            }
        }
        return Optional.empty();
    }
}
