package hms.core.state;

import hms.artifact.PolicyId;
import hms.core.event.ConfigEvent;
import hms.core.event.IdentityEvent;
import hms.core.event.LedgerEvent;
import hms.core.event.LiveEvent;
import hms.core.event.NoticeEvent;
import hms.core.event.PolicyEvent;
import hms.core.event.Recorded;
import hms.core.event.RunEvent;
import hms.core.event.TargetEvent;
import hms.core.event.TicketEvent;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// What the ledger folds to. Immutable, and nothing but the fold: two nodes that have read the same
/// entries have the same state.
///
/// @param size number of entries folded
/// @param at time of the last one
/// @param origin the log's name
/// @param epoch grows when a backup is restored
public record State(
        long size,
        Instant at,
        String origin,
        long epoch,
        Configuration configuration,
        Identity identity,
        Policies policies,
        Runs runs,
        Live live,
        Register register,
        Notices notices,
        Requests requests,
        Tickets tickets,
        Targets targets) {

    /// Version of the fold. A snapshot that was made by another one is not used.
    public static final int FOLD_VERSION = 3;

    /// Before the first entry.
    public static final State EMPTY =
            new State(
                    0,
                    Instant.EPOCH,
                    "",
                    0,
                    Configuration.EMPTY,
                    Identity.EMPTY,
                    Policies.EMPTY,
                    Runs.EMPTY,
                    Live.EMPTY,
                    Register.EMPTY,
                    Notices.EMPTY,
                    Requests.EMPTY,
                    Tickets.EMPTY,
                    Targets.EMPTY);

    /// The state after one more entry.
    ///
    /// @throws IllegalStateException if the entry goes back in time; the ledger was not written by
    ///     a Decider then
    public State apply(Recorded entry) {
        if (entry.at().isBefore(at)) {
            throw new IllegalStateException(
                    "entry "
                            + size
                            + " is of "
                            + entry.at()
                            + ", before the entry ahead of it, "
                            + at);
        }
        var next = folded(entry);
        return next.after(entry);
    }

    private State folded(Recorded entry) {
        return switch (entry.event()) {
            case LedgerEvent e -> ledger(entry.at(), e);
            case ConfigEvent e -> configured(configuration.apply(e));
            case IdentityEvent e -> with(identity.apply(size, e));
            case PolicyEvent e ->
                    with(policies.apply(size, entry.at(), entry.actor(), e, identity));
            case RunEvent e -> run(entry, e);
            case LiveEvent e -> live(entry.at(), e);
            case NoticeEvent e -> notice(entry.at(), e);
            case TicketEvent e -> ticket(entry, e);
            case TargetEvent e -> target(entry.at(), e);
        };
    }

    private State configured(Configuration next) {
        return with(next).with(live.in(next.zone()));
    }

    private State ledger(Instant when, LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.LedgerOpened e -> named(e.origin(), 0);
            case LedgerEvent.EpochOpened e -> named(origin, e.epoch());
            case LedgerEvent.ActRefused e -> this;
            case LedgerEvent.RequestAnswered e -> with(requests.apply(when, e));
            case LedgerEvent.BlobErased e -> this;
        };
    }

    private State run(Recorded entry, RunEvent event) {
        var next = with(runs.apply(size, entry.at(), entry.actor(), event, configuration));
        return switch (event) {
            case RunEvent.RunQueued e -> next.touching(membersOf(next, e.run()));
            case RunEvent.RunEnded e -> next.touching(membersOf(this, e.run()));
            case RunEvent.RunMembers e -> next;
            case RunEvent.RunStarted e -> next;
            case RunEvent.StageStarted e -> next;
            case RunEvent.StageFinished e -> next;
            case RunEvent.PackageBuilt e -> next;
            case RunEvent.ReleaseTagged e -> next;
            case RunEvent.RunScheduled e -> next;
            case RunEvent.StageBaking e -> next;
            case RunEvent.CanaryJudged e -> next;
            case RunEvent.RunWaiting e -> next;
            case RunEvent.RunTakingBack e -> next;
            case RunEvent.RunHalted e -> next;
            case RunEvent.RunResumed e -> next;
        };
    }

    private static List<PolicyId> membersOf(State state, int run) {
        return state.runs.open(run).orElseThrow().members().stream()
                .map(ArtifactKey::policy)
                .distinct()
                .toList();
    }

    private State live(Instant when, LiveEvent event) {
        var next = with(live.apply(size, when, event, policies));
        return switch (event) {
            case LiveEvent.RulePublished e ->
                    next.with(register.apply(size, when, e))
                            .noting(OptionalInt.of(e.run()), e.policy());
            case LiveEvent.VersionRolledOut e -> next.noting(OptionalInt.of(e.run()), e.policy());
            case LiveEvent.VersionActivated e -> next.noting(OptionalInt.of(e.run()), e.policy());
            case LiveEvent.ScheduleCancelled e -> next.noting(OptionalInt.empty(), e.policy());
            case LiveEvent.VersionRolledBack e -> next.noting(OptionalInt.empty(), e.policy());
            case LiveEvent.VersionWithdrawn e -> next.noting(OptionalInt.empty(), e.policy());
            case LiveEvent.CanaryStarted e -> next.noting(OptionalInt.of(e.run()), e.policy());
            case LiveEvent.CanaryWidened e -> next.noting(OptionalInt.of(e.run()), e.policy());
            case LiveEvent.CanaryEnded e -> next.noting(OptionalInt.of(e.run()), e.policy());
            case LiveEvent.RuleWithdrawn e ->
                    next.with(register.apply(size, when, e))
                            .noting(OptionalInt.of(e.run()), e.policy());
            case LiveEvent.SubscriberSeen e -> next;
        };
    }

    private State notice(Instant when, NoticeEvent event) {
        var next = with(notices.apply(when, event));
        return switch (event) {
            case NoticeEvent.NoticeQueued e -> next.noting(e.run(), e.policy());
            case NoticeEvent.NoticeDelivered e -> notedFor(next, e.notice());
            case NoticeEvent.NoticeAttemptFailed e -> notedFor(next, e.notice());
        };
    }

    private State ticket(Recorded entry, TicketEvent event) {
        var next = with(tickets.apply(size, entry.at(), entry.actor(), event));
        return switch (event) {
            case TicketEvent.TicketOpened e -> next.noting(e.run(), e.policy());
            case TicketEvent.TicketResolved e -> {
                var ticket = next.tickets.ticket(e.ticket()).orElseThrow();
                yield next.noting(ticket.run(), ticket.policy());
            }
            case TicketEvent.TicketLapsed e -> {
                var ticket = next.tickets.ticket(e.ticket()).orElseThrow();
                yield next.noting(ticket.run(), ticket.policy());
            }
            case TicketEvent.DigestQuarantined e -> next.noting(OptionalInt.empty(), e.policy());
            case TicketEvent.QuarantineLifted e -> next.noting(OptionalInt.empty(), e.policy());
        };
    }

    private State target(Instant when, TargetEvent event) {
        var next = with(targets.apply(size, when, event));
        return switch (event) {
            case TargetEvent.TargetServed e -> next.with(next.runs.touched(e.run(), size));
            case TargetEvent.TargetsBehind e ->
                    e.run().isPresent()
                            ? next.with(next.runs.touched(e.run().getAsInt(), size))
                            : next.touching(e.policies());
            case TargetEvent.TargetCaughtUp e -> concerning(next, e.target());
            case TargetEvent.TargetMissed e -> concerning(next, e.target());
        };
    }

    /// Notes the entry with the runs that are taken back at the target.
    private State concerning(State next, TargetId target) {
        var runs = targets.behind(target).map(Targets.Behind::runs).orElse(List.of());
        var noted = next;
        for (var run : runs) {
            noted = noted.with(noted.runs.touched(run, size));
        }
        return noted;
    }

    private State notedFor(State next, String notice) {
        var about = notices.open(notice).orElseThrow();
        return next.noting(about.run(), about.about().policy());
    }

    private State noting(OptionalInt run, PolicyId policy) {
        var next = touching(List.of(policy));
        return run.isPresent() ? next.with(next.runs.touched(run.getAsInt(), size)) : next;
    }

    private State touching(List<PolicyId> ids) {
        return with(policies.touched(ids, size));
    }

    private State named(String newOrigin, long newEpoch) {
        var next = new Parts(this);
        next.origin = newOrigin;
        next.epoch = newEpoch;
        return next.state();
    }

    private State after(Recorded entry) {
        var next = new Parts(this);
        next.size = size + 1;
        next.at = entry.at();
        return next.state();
    }

    private State with(Configuration other) {
        var next = new Parts(this);
        next.configuration = other;
        return next.state();
    }

    private State with(Identity other) {
        var next = new Parts(this);
        next.identity = other;
        return next.state();
    }

    private State with(Policies other) {
        var next = new Parts(this);
        next.policies = other;
        return next.state();
    }

    private State with(Runs other) {
        var next = new Parts(this);
        next.runs = other;
        return next.state();
    }

    private State with(Live other) {
        var next = new Parts(this);
        next.live = other;
        return next.state();
    }

    private State with(Register other) {
        var next = new Parts(this);
        next.register = other;
        return next.state();
    }

    private State with(Notices other) {
        var next = new Parts(this);
        next.notices = other;
        return next.state();
    }

    private State with(Requests other) {
        var next = new Parts(this);
        next.requests = other;
        return next.state();
    }

    private State with(Tickets other) {
        var next = new Parts(this);
        next.tickets = other;
        return next.state();
    }

    private State with(Targets other) {
        var next = new Parts(this);
        next.targets = other;
        return next.state();
    }

    /// A state that is being made of another, before it is one.
    private static final class Parts {
        private long size;
        private Instant at;
        private String origin;
        private long epoch;
        private Configuration configuration;
        private Identity identity;
        private Policies policies;
        private Runs runs;
        private Live live;
        private Register register;
        private Notices notices;
        private Requests requests;
        private Tickets tickets;
        private Targets targets;

        Parts(State from) {
            size = from.size;
            at = from.at;
            origin = from.origin;
            epoch = from.epoch;
            configuration = from.configuration;
            identity = from.identity;
            policies = from.policies;
            runs = from.runs;
            live = from.live;
            register = from.register;
            notices = from.notices;
            requests = from.requests;
            tickets = from.tickets;
            targets = from.targets;
        }

        State state() {
            return new State(
                    size,
                    at,
                    origin,
                    epoch,
                    configuration,
                    identity,
                    policies,
                    runs,
                    live,
                    register,
                    notices,
                    requests,
                    tickets,
                    targets);
        }
    }
}
