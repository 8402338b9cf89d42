package hms.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.artifact.Version;
import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.decide.Decider;
import hms.core.event.ConfigEvent;
import hms.core.event.PolicyEvent.NamedBlob;
import hms.core.event.Recorded;
import hms.core.event.RunEvent.CanaryCounts;
import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Route;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.pipeline.Windows;
import hms.core.state.ArtifactKey;
import hms.core.state.CanaryVerdict;
import hms.core.state.EnvironmentId;
import hms.core.state.Notices;
import hms.core.state.Policies;
import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.core.state.RunOptions.Pending;
import hms.core.state.Scope;
import hms.core.state.StageOutcome;
import hms.core.state.State;
import hms.core.state.TargetId;
import hms.core.state.TargetOutcome;
import hms.core.state.TicketChoice;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/// A life of a ledger as a seed has it: releases that go out, wait, fail, are halted, aborted and
/// rolled back; keys, tokens, configuration and notices beside them. Every entry is what the
/// [Decider] made of a command. The same seed gives the same entries.
public final class SeededStory {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Caller ADMIN =
            new Caller("p-admin", Set.of(Scope.ADMIN), Set.of(), Set.of());
    private static final EnvironmentId STAGING = new EnvironmentId("staging");
    private static final String KEY = "SHA256:chief";

    /// So many runs are under way at a time.
    private static final int OPEN_RUNS = 12;

    private final Random random;
    private final int policies;
    private final double trouble;
    private final Deque<Command> planned = new ArrayDeque<>();
    private State state = State.EMPTY;
    private Instant now = START;
    private int minted;

    /// @param policies how many policies there are to release
    /// @param trouble share of commands that are not a run's ordinary progress, 0 to 1
    public SeededStory(long seed, int policies, double trouble) {
        this.random = new Random(seed);
        this.policies = policies;
        this.trouble = trouble;
        planned.add(opening());
        planned.add(
                new Command.EnrolKey(
                        ADMIN, KEY, "ssh-ed25519 A", blob("chief"), "p-chief", List.of("chief")));
        planned.add(new Command.NoteSubscriber(EnvironmentId.PRODUCTION));
    }

    /// What the entries so far fold to.
    public State state() {
        return state;
    }

    /// The entries that follow from the next command; none if it was refused.
    public List<Recorded> next() {
        var command = planned.isEmpty() ? invent() : planned.remove();
        now = now.plus(Duration.ofMillis(1 + random.nextInt(2_000)));
        var decision = Decider.decide(state, command, now);
        var entries =
                decision.events().stream()
                        .map(e -> new Recorded(now, decision.actor(), e))
                        .toList();
        entries.forEach(e -> state = state.apply(e));
        return entries;
    }

    /// The entries that follow from so many commands.
    public List<Recorded> next(int commands) {
        var entries = new ArrayList<Recorded>();
        for (int i = 0; i < commands; i++) {
            entries.addAll(next());
        }
        return entries;
    }

    /// A command that opens an empty ledger with two environments and three partners.
    public static Command.OpenLedger opening() {
        return new Command.OpenLedger(
                "hms.test/log",
                "hms.test/log+00000000+AQ==",
                "p-admin",
                blob("admin"),
                "t-admin",
                List.of(
                        new ConfigEvent.LegalZoneSet(ZoneId.of("America/New_York")),
                        new ConfigEvent.PipelineDefined(pipeline()),
                        new ConfigEvent.EnvironmentDefined(STAGING, "default", 0),
                        new ConfigEvent.EnvironmentDefined(EnvironmentId.PRODUCTION, "default", 1),
                        new ConfigEvent.EnvironmentRuled(
                                STAGING,
                                false,
                                Optional.of(ZoneId.of("Europe/Berlin")),
                                nights(),
                                Optional.of(blob("probes"))),
                        new ConfigEvent.EnvironmentRuled(
                                EnvironmentId.PRODUCTION,
                                true,
                                Optional.empty(),
                                Windows.ALWAYS,
                                Optional.empty()),
                        target(STAGING, "cluster", "local"),
                        target(STAGING, "benefits-api", "http"),
                        target(EnvironmentId.PRODUCTION, "benefits-api", "http"),
                        partner("boards"),
                        partner("open-data"),
                        partner("clinics")));
    }

    /// Almost always open; frozen over one New Year.
    private static Windows nights() {
        return new Windows(
                List.of(
                        new Windows.Maintenance(
                                new java.util.TreeSet<>(),
                                LocalTime.of(0, 30),
                                LocalTime.of(0, 0))),
                List.of(
                        new Windows.Freeze(
                                LocalDateTime.of(2024, 12, 30, 0, 0),
                                LocalDateTime.of(2025, 1, 2, 6, 0))));
    }

    private static ConfigEvent.TargetDefined target(
            EnvironmentId environment, String name, String kind) {
        return new ConfigEvent.TargetDefined(
                new TargetId(environment, name),
                kind,
                blob("settings of " + name),
                new Route(List.of("health"), List.of(), Optional.of("id.startsWith('policy')")));
    }

    /// A submission of one artifact, by an administrator.
    public static Command.SubmitArtifacts submission(ArtifactKey key) {
        return new Command.SubmitArtifacts(ADMIN, List.of(draft(key, Optional.empty(), false)));
    }

    private static Pipeline pipeline() {
        var kinds = List.of(StageKind.values());
        var stages = new ArrayList<Stage>();
        stages.addAll(plain(kinds, kind -> kind.compareTo(StageKind.GATE) < 0));
        kinds.stream()
                .filter(StageKind::isInEnvironment)
                .filter(kind -> kind != StageKind.CANARY)
                .forEach(
                        kind -> stages.add(new Stage("staging/" + kind.text(), kind, kind.text())));
        stages.addAll(plain(kinds, kind -> kind.compareTo(StageKind.GATE) >= 0));
        return new Pipeline("default", stages);
    }

    private static List<Stage> plain(List<StageKind> kinds, Predicate<StageKind> wanted) {
        return kinds.stream()
                .filter(wanted)
                .map(kind -> new Stage(kind.text(), kind, kind.text()))
                .toList();
    }

    private static ConfigEvent.PartnerDefined partner(String name) {
        return new ConfigEvent.PartnerDefined(
                name, "webhook", blob("https://" + name), "env:" + name);
    }

    private Command invent() {
        if (random.nextDouble() < trouble) {
            return disturb();
        }
        var notice = any(state.notices().open().values().stream().limit(20).toList());
        if (notice.isPresent() && random.nextInt(3) == 0) {
            return delivered(notice.get());
        }
        var behind = any(List.copyOf(state.targets().behind().keySet()));
        if (behind.isPresent() && random.nextInt(3) == 0) {
            return brought(behind.get());
        }
        var open = List.copyOf(state.runs().open().values());
        if (open.size() < OPEN_RUNS && random.nextInt(4) == 0) {
            return release();
        }
        var run = any(open);
        return run.isPresent() ? advance(run.get()) : release();
    }

    /// Submits the next version of a policy, and plans its approval and its run.
    private Command release() {
        var members = new ArrayList<Command.ParsedArtifact>();
        int count = random.nextInt(20) == 0 ? 1 + random.nextInt(Math.min(5, policies)) : 1;
        int first = random.nextInt(policies);
        for (int i = 0; i < count; i++) {
            members.add(nextVersion(PolicyId.of("policy-" + (first + i) % policies)));
        }
        var keys = members.stream().map(Command.ParsedArtifact::key).toList();
        planned.add(approve(keys));
        planned.add(
                new Command.QueueRun(
                        ADMIN,
                        random.nextInt(5) == 0 ? STAGING : EnvironmentId.PRODUCTION,
                        keys,
                        options(),
                        random.nextInt(10) == 0
                                ? Optional.of(new Command.Request(mint("request"), mint("body")))
                                : Optional.empty()));
        return new Command.SubmitArtifacts(ADMIN, members);
    }

    private Command.ParsedArtifact nextVersion(PolicyId policy) {
        var version =
                state.policies()
                        .policy(policy)
                        .flatMap(Policies.Policy::latest)
                        .map(v -> Version.of(v.major(), v.minor() + 1, 0))
                        .orElse(Version.of("1.0.0-draft.1+build.7"));
        var effective =
                random.nextDouble() < trouble
                        ? Optional.of(now.plus(Duration.ofMinutes(random.nextInt(120) - 30)))
                        : Optional.<Instant>empty();
        return draft(new ArtifactKey(policy, version), effective, random.nextInt(10) == 0);
    }

    private static Command.ParsedArtifact draft(
            ArtifactKey key, Optional<Instant> effective, boolean dated) {
        return new Command.ParsedArtifact(
                key,
                blob(key.toString()),
                List.of(new NamedBlob("scenarios/" + key.policy() + ".yaml", blob("s" + key))),
                List.of("health", "air"),
                Optional.of("Environmental Protection Agency"),
                effective,
                effective.map(at -> at.plus(Duration.ofDays(900))),
                effective.isPresent() && dated,
                dated && effective.isEmpty()
                        ? Optional.of(START.minus(Duration.ofDays(400)))
                        : Optional.empty(),
                dated ? List.of(PolicyId.of("policy-0")) : List.of(),
                List.of("boards"),
                true);
    }

    private Command.Approve approve(List<ArtifactKey> keys) {
        return new Command.Approve(
                ADMIN,
                mint("approval").hex().substring(0, 16),
                KEY,
                mint("statement"),
                mint("signature"),
                List.of(STAGING, EnvironmentId.PRODUCTION),
                Optional.of(now.plus(Duration.ofDays(30))),
                keys.stream().map(k -> new Command.Covered(k, blob(k.toString()))).toList(),
                Optional.empty());
    }

    private RunOptions options() {
        return random.nextDouble() < trouble
                ? RunOptions.of(
                        Optional.of(now.plus(Duration.ofMinutes(random.nextInt(60)))),
                        random.nextBoolean() ? Pending.CANCEL : Pending.KEEP,
                        random.nextBoolean(),
                        random.nextBoolean())
                : RunOptions.of(Optional.empty(), Pending.KEEP, false, false);
    }

    private Command advance(Run run) {
        return switch (run.phase()) {
            case Run.Phase.Queued q -> new Command.StartRun(run.number());
            case Run.Phase.Ready r -> begin(run);
            case Run.Phase.Scheduled s -> begin(run);
            case Run.Phase.Waiting w -> waiting(run, w);
            case Run.Phase.TakingBack t -> new Command.EndTakingBack(run.number());
            case Run.Phase.Halted h -> new Command.Resume(ADMIN, run.number());
            case Run.Phase.Ended e -> new Command.Resume(ADMIN, run.number());
            case Run.Phase.Baking b ->
                    random.nextInt(4) == 0
                            ? expose(run, run.next().orElseThrow())
                            : finish(run, run.next().orElseThrow());
            case Run.Phase.InStage in ->
                    run.next().orElseThrow().uses() == StageKind.CANARY
                            ? expose(run, run.next().orElseThrow())
                            : finish(run, run.next().orElseThrow());
        };
    }

    private Command waiting(Run run, Run.Phase.Waiting waiting) {
        if (waiting.until().isPresent() && now.isBefore(waiting.until().get())) {
            now = waiting.until().get();
        }
        var gates = state.tickets().openGates(run.number());
        return gates.isEmpty()
                ? begin(run)
                : new Command.ResolveTicket(
                        ADMIN,
                        gates.getFirst().number(),
                        random.nextDouble() < trouble ? TicketChoice.REFUSE : TicketChoice.AGREE,
                        mint("reason"));
    }

    /// What came of bringing a target what is in force.
    private Command brought(TargetId target) {
        var since = state.targets().behind(target).orElseThrow().since();
        return random.nextDouble() < trouble
                ? new Command.TargetResult.Missed(
                        target,
                        since,
                        "answered 503",
                        random.nextBoolean() ? Optional.of(now.plusSeconds(60)) : Optional.empty())
                : new Command.TargetResult.CaughtUp(
                        target, since, state.size(), mint("shipment"), 1, "200, read back");
    }

    private Command expose(Run run, Stage stage) {
        return new Command.Expose(
                run.number(),
                stage.id(),
                run.members().stream().map(m -> blob("bytes " + m)).toList(),
                Optional.of(new Selector(Map.of("region", "NCR"), 1 + random.nextInt(10_000))),
                now.plusSeconds(300));
    }

    private static Command begin(Run run) {
        return new Command.BeginStage(run.number(), run.next().orElseThrow().id());
    }

    private Command finish(Run run, Stage stage) {
        if (stage.uses() == StageKind.NOTIFY
                && state.notices().tally(run.number()).queued() < run.members().size()) {
            return new Command.QueueNotices(run.number(), "policy.activated");
        }
        var outcome = outcome();
        return new Command.FinishStage(
                run.number(),
                stage.id(),
                stage.uses(),
                outcome,
                "98.4% of 5,000 cases adapted · 312 outcomes change",
                random.nextBoolean() ? Optional.of(mint("evidence")) : Optional.empty(),
                found(run, stage.uses(), outcome));
    }

    private StageOutcome outcome() {
        if (random.nextDouble() < trouble) {
            return random.nextBoolean() ? StageOutcome.FAILED : StageOutcome.SKIPPED;
        }
        return StageOutcome.PASSED;
    }

    private Command.Found found(Run run, StageKind kind, StageOutcome outcome) {
        return switch (kind) {
            case VALIDATE, TEST, SIMULATE, SCAN -> new Command.Found.Nothing();
            case GATE, CHECK, CHAOS, ACTIVATE, NOTIFY -> new Command.Found.Nothing();
            case APPLY -> served(run, outcome);
            case PACKAGE ->
                    new Command.Found.Built(mint("package"), 1 + minted, "tgz", mint("blob"));
            case PUBLISH, ROLLOUT ->
                    new Command.Found.Digests(
                            run.members().stream().map(m -> blob("bytes " + m)).toList());
            case CANARY ->
                    new Command.Found.Judged(
                            switch (outcome) {
                                case PASSED -> CanaryVerdict.PASSED;
                                case FAILED -> CanaryVerdict.FAILED;
                                case SKIPPED -> CanaryVerdict.INCONCLUSIVE;
                            },
                            new CanaryCounts(5, 0, 120, random.nextInt(3), 2),
                            new CanaryCounts(95, 1, 2_400, 3, 40));
            case TAG ->
                    new Command.Found.Tag(
                            run.members().getFirst().toString(),
                            mint("commit").hex().substring(0, 40));
        };
    }

    private Command.Found served(Run run, StageOutcome outcome) {
        var where = run.environmentOf(run.next().orElseThrow());
        return new Command.Found.Served(
                state.configuration().targetsOf(where).stream()
                        .map(
                                target ->
                                        new Command.Receipt(
                                                target.id().name(),
                                                outcome == StageOutcome.FAILED
                                                        ? any(List.of(TargetOutcome.values()))
                                                                .orElseThrow()
                                                        : TargetOutcome.DELIVERED,
                                                state.size(),
                                                mint("shipment"),
                                                run.members().size(),
                                                "200"))
                        .toList());
    }

    private Command delivered(Notices.Notice notice) {
        int attempt = notice.attempts() + 1;
        if (random.nextDouble() >= trouble) {
            return new Command.NoticeResult.Delivered(notice.id(), attempt, 204);
        }
        return new Command.NoticeResult.Failed(
                notice.id(),
                attempt,
                "answered 503",
                random.nextBoolean() ? Optional.of(now.plusSeconds(60)) : Optional.empty());
    }

    /// Something that is not a run's ordinary progress.
    private Command disturb() {
        int run = Math.max(1, state.runs().last() - random.nextInt(OPEN_RUNS));
        return switch (random.nextInt(14)) {
            case 0 -> new Command.Halt(ADMIN, run, Optional.of(mint("reason")));
            case 1 -> new Command.Resume(ADMIN, run);
            case 2 -> new Command.Abort(ADMIN, run, Optional.of("wrong day"));
            case 3, 4 -> rollBack();
            case 5 ->
                    new Command.EnrolKey(
                            ADMIN,
                            "SHA256:" + mint("key").hex(),
                            "ssh-ed25519 " + minted,
                            mint("owner"),
                            "p-" + minted,
                            List.of("counsel"));
            case 6 ->
                    new Command.RevokeKey(
                            ADMIN,
                            any(List.copyOf(state.identity().keys().keySet()))
                                    .filter(key -> !key.equals(KEY))
                                    .orElse("SHA256:none"));
            case 7 ->
                    new Command.IssueToken(
                            ADMIN,
                            "t-" + mint("token").brief(),
                            blob("ci"),
                            "p-ci",
                            List.of(Scope.POLICY_READ, Scope.POLICY_DEPLOY),
                            List.of("policy-0"),
                            List.of("staging"),
                            random.nextBoolean()
                                    ? Optional.of(now.plusSeconds(600))
                                    : Optional.empty());
            case 8 ->
                    new Command.RevokeToken(
                            ADMIN,
                            any(List.copyOf(state.identity().tokens().keySet())).orElse("t-none"));
            case 9 -> configure();
            case 12, 13 ->
                    new Command.ResolveTicket(
                            ADMIN,
                            1 + random.nextInt(1 + state.tickets().last()),
                            any(List.of(TicketChoice.values())).orElseThrow(),
                            mint("reason"));
            case 10 -> rejected();
            default -> {
                now = now.plus(Duration.ofHours(random.nextInt(30)));
                yield new Command.NoteRefusal(ADMIN, "not-approved", "deploy", 1);
            }
        };
    }

    private Command rejected() {
        var policy = PolicyId.of("policy-" + random.nextInt(policies));
        var latest = state.policies().policy(policy).flatMap(Policies.Policy::latest);
        return latest.isPresent()
                ? new Command.Reject(ADMIN, new ArtifactKey(policy, latest.get()), mint("reason"))
                : release();
    }

    private Command rollBack() {
        var line = any(state.live().lines().keySet().stream().limit(50).toList());
        if (line.isEmpty()) {
            return release();
        }
        var versions = state.policies().policy(line.get().policy()).orElseThrow().versions();
        return new Command.RollBack(
                ADMIN,
                line.get().environment(),
                new ArtifactKey(
                        line.get().policy(), any(List.copyOf(versions.keySet())).orElseThrow()),
                Optional.of(mint("reason")),
                random.nextBoolean()
                        ? Optional.of(new Command.Request(mint("request"), mint("body")))
                        : Optional.empty());
    }

    private Command configure() {
        var rule =
                new Governance.Rule(
                        new Governance.Match(
                                Optional.of("tag-" + random.nextInt(5)),
                                Optional.empty(),
                                Optional.of(PolicyId.of("policy-0"))),
                        1 + random.nextInt(2),
                        List.of("chief"),
                        random.nextBoolean(),
                        Optional.of(Duration.ofHours(1 + random.nextInt(5))),
                        false,
                        Optional.empty());
        return new Command.Configure(
                ADMIN,
                List.of(
                        new ConfigEvent.GovernanceSet(new Governance(List.of(rule))),
                        new ConfigEvent.LegalZoneSet(
                                ZoneId.of(random.nextBoolean() ? "Europe/Berlin" : "UTC")),
                        random.nextBoolean()
                                ? new ConfigEvent.PartnerRemoved("clinics")
                                : partner("clinics")));
    }

    private <T> Optional<T> any(List<T> list) {
        return list.isEmpty()
                ? Optional.empty()
                : Optional.of(list.get(random.nextInt(list.size())));
    }

    private Digest mint(String what) {
        return blob(what + " " + minted++);
    }

    private static Digest blob(String text) {
        return Digest.sha256(text.getBytes(UTF_8));
    }
}
