package hms.core.decide;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.event.ConfigEvent;
import hms.core.event.Event;
import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.core.state.Scope;
import hms.core.state.StageOutcome;
import hms.core.state.State;
import hms.trust.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A ledger in the making: commands are decided one after the other, and every event goes through
/// its bytes.
final class Story {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Caller ADMIN = new Caller("p-admin", Set.of(Scope.ADMIN), Set.of(), Set.of());
    static final Caller CHIEF = new Caller("p-chief", Set.of(Scope.ADMIN), Set.of(), Set.of());
    static final String KEY = "SHA256:chief";
    static final String SECOND_KEY = "SHA256:counsel";

    State state = State.EMPTY;
    Instant now;

    /// What a command takes.
    Duration tick = Duration.ofMillis(1);

    final List<Recorded> entries = new ArrayList<>();

    /// A ledger with one environment, the built-in stages, two enrolled keys and a partner.
    static Story opened() {
        return opened(START, ZoneId.of("America/New_York"));
    }

    private Story(Instant start) {
        now = start;
    }

    /// As [#opened()], from another instant on, and with another legal zone.
    static Story opened(Instant start, ZoneId legalZone) {
        var story = new Story(start);
        story.does(
                new Command.OpenLedger(
                        "hms.test/log",
                        "hms.test/log+00000000+AQ==",
                        "p-admin",
                        blob("admin"),
                        "t-admin",
                        List.of(
                                new ConfigEvent.LegalZoneSet(legalZone),
                                new ConfigEvent.PipelineDefined(pipeline()),
                                new ConfigEvent.EnvironmentDefined(
                                        EnvironmentId.PRODUCTION, "default", 0),
                                new ConfigEvent.PartnerDefined(
                                        "boards", "webhook", blob("https://x"), "env:X"))));
        story.does(
                new Command.EnrolKey(
                        ADMIN, KEY, "ssh-ed25519 A", blob("chief"), "p-chief", List.of("chief")));
        story.does(
                new Command.EnrolKey(
                        ADMIN,
                        SECOND_KEY,
                        "ssh-ed25519 B",
                        blob("counsel"),
                        "p-counsel",
                        List.of("counsel")));
        return story;
    }

    static Pipeline pipeline() {
        return new Pipeline(
                "default",
                Arrays.stream(StageKind.values())
                        .map(kind -> new Stage(kind.text(), kind, kind.text()))
                        .toList());
    }

    static Digest blob(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static ArtifactKey key(String text) {
        return ArtifactKey.parse(text);
    }

    Story after(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    Decision asked(Command command) {
        now = now.plus(tick);
        return Decider.decide(state, command, now);
    }

    /// Decides, expects no refusal, and records what follows.
    Answer does(Command command) {
        var decision = asked(command);
        if (decision.answer() instanceof Answer.Refused r) {
            throw new AssertionError(command + " was refused: " + r.refusal());
        }
        for (Event event : decision.events()) {
            var entry =
                    EventCodec.decode(
                            EventCodec.encode(new Recorded(now, decision.actor(), event)));
            state = state.apply(entry);
            entries.add(entry);
        }
        return decision.answer();
    }

    Refusal refused(Command command) {
        var decision = asked(command);
        if (decision.answer() instanceof Answer.Refused r) {
            return r.refusal();
        }
        throw new AssertionError(command + " was not refused but answered " + decision.answer());
    }

    /// Commands about one artifact, with what a test wants to be special about it.
    record Draft(
            ArtifactKey key,
            Optional<Instant> effective,
            Optional<Instant> expires,
            boolean retroactive,
            List<String> tags) {

        static Draft of(String key) {
            return new Draft(
                    ArtifactKey.parse(key), Optional.empty(), Optional.empty(), false, List.of());
        }

        Draft effective(String instant) {
            return new Draft(key, Optional.of(Instant.parse(instant)), expires, retroactive, tags);
        }

        Draft expires(String instant) {
            return new Draft(
                    key, effective, Optional.of(Instant.parse(instant)), retroactive, tags);
        }

        Draft withRetroactiveBasis() {
            return new Draft(key, effective, expires, true, tags);
        }

        Draft tagged(String tag) {
            return new Draft(key, effective, expires, retroactive, List.of(tag));
        }

        Command.SubmitArtifacts submit(Caller caller) {
            return new Command.SubmitArtifacts(
                    caller,
                    List.of(
                            new Command.ParsedArtifact(
                                    key,
                                    blob(key.toString()),
                                    List.of(),
                                    tags,
                                    Optional.empty(),
                                    effective,
                                    expires,
                                    retroactive,
                                    Optional.empty(),
                                    List.of(),
                                    List.of("boards", "unknown-partner"),
                                    true)));
        }
    }

    static Command.Approve approval(String signingKey, String id, ArtifactKey... keys) {
        return new Command.Approve(
                CHIEF,
                id,
                signingKey,
                blob("statement " + id),
                blob("signature " + id),
                List.of(EnvironmentId.PRODUCTION),
                Optional.empty(),
                Arrays.stream(keys).map(k -> new Command.Covered(k, blob(k.toString()))).toList(),
                Optional.empty());
    }

    static Command.QueueRun deploy(RunOptions options, ArtifactKey... keys) {
        return new Command.QueueRun(
                CHIEF, EnvironmentId.PRODUCTION, List.of(keys), options, Optional.empty());
    }

    static Command.RollBack rollBack(String to) {
        return new Command.RollBack(
                CHIEF,
                EnvironmentId.PRODUCTION,
                ArtifactKey.parse(to),
                Optional.empty(),
                Optional.empty());
    }

    Story approved(Draft draft) {
        does(draft.submit(ADMIN));
        does(approval(KEY, "a-" + draft.key(), draft.key()));
        return this;
    }

    /// Queues a run and drives it as far as it goes.
    int deployed(Draft draft) {
        approved(draft);
        does(deploy(RunOptions.DEFAULT, draft.key()));
        int run = state.runs().last();
        drive(run);
        return run;
    }

    void drive(int run) {
        drive(run, Optional.empty());
    }

    /// Drives the run until it ends or waits, or up to the end of a stage.
    void drive(int run, Optional<String> through) {
        if (state.runs().open(run).orElseThrow().phase()
                instanceof hms.core.state.Run.Phase.Queued) {
            does(new Command.StartRun(run));
        }
        while (state.runs().open(run).isPresent()) {
            var open = state.runs().open(run).get();
            var stage = open.next().orElseThrow();
            does(new Command.BeginStage(run, stage.id()));
            var begun = state.runs().open(run);
            if (begun.isPresent()
                    && begun.get().phase() instanceof hms.core.state.Run.Phase.Ready) {
                continue; // it does not apply
            }
            if (begun.isEmpty()
                    || !(begun.get().phase() instanceof hms.core.state.Run.Phase.InStage)) {
                return;
            }
            finish(run, stage, StageOutcome.PASSED);
            if (through.filter(stage.id()::equals).isPresent()) {
                return;
            }
        }
    }

    void finish(int run, Stage stage, StageOutcome outcome) {
        var members = state.runs().open(run).orElseThrow().members();
        if (stage.uses() == StageKind.NOTIFY) {
            does(new Command.QueueNotices(run, "policy.activated"));
        }
        does(
                new Command.FinishStage(
                        run,
                        stage.id(),
                        stage.uses(),
                        outcome,
                        "said",
                        Optional.empty(),
                        new Command.Found.Digests(
                                members.stream().map(m -> blob("bytes " + m)).toList())));
    }

    Optional<String> inForce(String policy) {
        return state.live()
                .inForce(
                        new hms.core.state.Line(EnvironmentId.PRODUCTION, PolicyId.of(policy)), now)
                .map(e -> e.version().toString());
    }

    static Version version(String text) {
        return Version.of(text);
    }

    static Governance.Rule demand(int approvals, List<String> roles, boolean separation) {
        return new Governance.Rule(
                new Governance.Match(Optional.empty(), Optional.empty(), Optional.empty()),
                approvals,
                roles,
                separation,
                Optional.empty(),
                false,
                Optional.empty());
    }
}
