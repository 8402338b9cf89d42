package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.ConfigEvent;
import hms.core.event.Event;
import hms.core.event.IdentityEvent;
import hms.core.event.LedgerEvent;
import hms.core.state.Configuration;
import hms.core.state.Scope;
import hms.core.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The one place where it is decided what follows from a command. Pure: the same state, command and
/// time give the same decision, on every machine and in every replay.
public final class Decider {

    /// Version of the decision rules, stated in the ledger's first entry.
    public static final int RULES = 1;

    private Decider() {}

    /// @param at time of the entries that follow, if any do; after every entry in the state
    public static Decision decide(State state, Command command, Instant at) {
        var caller = command.caller();
        return switch (command) {
            case Command.OpenLedger c -> open(state, c);
            case Command.OpenEpoch c ->
                    Permission.of(caller, Scope.ADMIN)
                            .then(
                                    () ->
                                            done(
                                                    c,
                                                    new LedgerEvent.EpochOpened(
                                                            state.epoch() + 1,
                                                            c.lostSize(),
                                                            c.lostRoot())));
            case Command.Configure c ->
                    Permission.of(caller, Scope.ADMIN).then(() -> configure(state, c));
            case Command.EnrolKey c ->
                    Permission.of(caller, Scope.ADMIN)
                            .then(() -> IdentityDecisions.enrol(state, c));
            case Command.RevokeKey c ->
                    Permission.of(caller, Scope.ADMIN)
                            .then(() -> IdentityDecisions.revoke(state, c));
            case Command.IssueToken c ->
                    Permission.of(caller, Scope.ADMIN)
                            .then(() -> IdentityDecisions.issue(state, c));
            case Command.RevokeToken c ->
                    Permission.of(caller, Scope.ADMIN)
                            .then(() -> IdentityDecisions.revoke(state, c));
            case Command.SubmitArtifacts c ->
                    Permission.of(caller, Scope.POLICY_SUBMIT)
                            .on(c.artifacts().stream().map(Command.ParsedArtifact::key).toList())
                            .then(() -> ArtifactDecisions.submit(state, c));
            case Command.Approve c ->
                    Permission.of(caller, Scope.POLICY_APPROVE)
                            .on(c.covered().stream().map(Command.Covered::key).toList())
                            .then(() -> ArtifactDecisions.approve(state, c, at));
            case Command.Reject c ->
                    Permission.of(caller, Scope.POLICY_APPROVE)
                            .on(List.of(c.artifact()))
                            .then(() -> ArtifactDecisions.reject(state, c));
            case Command.QueueRun c -> RunDecisions.queue(state, c, at);
            case Command.EndTakingBack c -> RunDecisions.endTakingBack(state, c);
            case Command.TargetResult c -> TargetDecisions.result(state, c);
            case Command.StartRun c -> RunDecisions.start(state, c);
            case Command.BeginStage c -> RunDecisions.begin(state, c, at);
            case Command.Expose c -> CanaryDecisions.expose(state, c, at);
            case Command.FinishStage c -> StageDecisions.finish(state, c, at);
            case Command.NoteSubscriber c -> CanaryDecisions.seen(state, c);
            case Command.ResolveTicket c ->
                    Permission.of(caller, Scope.TICKET_RESOLVE)
                            .then(() -> TicketDecisions.resolve(state, c, at));
            case Command.QueueNotices c -> NoticeDecisions.queue(state, c);
            case Command.NoticeResult c -> NoticeDecisions.result(state, c);
            case Command.Halt c -> StopDecisions.halt(state, c);
            case Command.Resume c -> StopDecisions.resume(state, c);
            case Command.Abort c -> StopDecisions.abort(state, c, at);
            case Command.RollBack c -> StopDecisions.rollBack(state, c, at);
            case Command.NoteRefusal c ->
                    done(c, new LedgerEvent.ActRefused(c.code(), c.subject(), c.count()));
        };
    }

    private static Decision open(State state, Command.OpenLedger c) {
        if (state.size() > 0) {
            return Decision.refused(
                    c.caller().principal(),
                    Refusal.conflict(
                            "ledger-open",
                            "The ledger has entries already.",
                            "Use another data folder."));
        }
        var events = new ArrayList<Event>();
        events.add(new LedgerEvent.LedgerOpened(c.origin(), c.logKey(), RULES));
        events.addAll(c.configuration());
        events.add(new IdentityEvent.PrincipalAdded(c.admin(), c.adminName()));
        events.add(
                new IdentityEvent.TokenIssued(
                        c.token(),
                        c.admin(),
                        List.of(Scope.ADMIN),
                        List.of(),
                        List.of(),
                        Optional.empty()));
        return Decision.system(events);
    }

    private static Decision configure(State state, Command.Configure c) {
        var used = c.configuration().stream().flatMap(e -> inUse(state, e).stream()).findFirst();
        if (used.isPresent()) {
            return refused(c, used.get());
        }
        var changed = new ArrayList<ConfigEvent>();
        for (var event : c.configuration()) {
            if (differs(state, event)) {
                changed.add(event);
            }
        }
        return Decision.by(c.caller().principal(), changed, new Answer.Done());
    }

    /// Why an environment cannot be removed now: runs go through it.
    private static Optional<Refusal> inUse(State state, ConfigEvent event) {
        if (!(event instanceof ConfigEvent.EnvironmentRemoved e)) {
            return Optional.empty();
        }
        return state.runs().open().values().stream()
                .filter(run -> run.environments().contains(e.environment()))
                .findFirst()
                .map(
                        run ->
                                Refusal.conflict(
                                        "environment-in-use",
                                        "The environment "
                                                + e.environment()
                                                + " cannot be removed: run #"
                                                + run.number()
                                                + " goes through it.",
                                        "Let it end, or end it: hms abort " + run.number()));
    }

    private static boolean differs(State state, ConfigEvent event) {
        var now = state.configuration();
        return switch (event) {
            case ConfigEvent.LegalZoneSet e -> !now.zone().equals(e.zone());
            case ConfigEvent.GovernanceSet e -> !now.governance().equals(e.governance());
            case ConfigEvent.PipelineDefined e ->
                    !now.pipeline(e.pipeline().name()).equals(Optional.of(e.pipeline()));
            case ConfigEvent.EnvironmentDefined e ->
                    now.environment(e.environment())
                            .map(
                                    old ->
                                            !old.pipeline().equals(e.pipeline())
                                                    || old.position() != e.position())
                            .orElse(true);
            case ConfigEvent.EnvironmentRuled e ->
                    now.environment(e.environment())
                            .map(
                                    old ->
                                            !old.rules()
                                                    .equals(
                                                            new Configuration.Rules(
                                                                    e.gate(),
                                                                    e.zone(),
                                                                    e.windows(),
                                                                    e.probes())))
                            .orElse(true);
            case ConfigEvent.EnvironmentRemoved e -> now.environment(e.environment()).isPresent();
            case ConfigEvent.TargetDefined e ->
                    !Optional.of(
                                    new Configuration.Target(
                                            e.target(), e.kind(), e.settings(), e.route()))
                            .equals(Optional.ofNullable(now.targets().get(e.target())));
            case ConfigEvent.TargetRemoved e -> now.targets().containsKey(e.target());
            case ConfigEvent.PartnerDefined e ->
                    now.partner(e.partner())
                            .map(
                                    old ->
                                            !old.channel().equals(e.channel())
                                                    || !old.address().equals(e.address())
                                                    || !old.secret().equals(e.secret()))
                            .orElse(true);
            case ConfigEvent.PartnerRemoved e -> now.partner(e.partner()).isPresent();
        };
    }

    static Decision done(Command command, Event event) {
        return Decision.by(command.caller().principal(), List.of(event), new Answer.Done());
    }

    static Decision refused(Command command, Refusal refusal) {
        return Decision.refused(command.caller().principal(), refusal);
    }
}
