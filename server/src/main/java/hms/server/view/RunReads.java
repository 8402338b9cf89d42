package hms.server.view;

import hms.core.event.EventCodec;
import hms.core.event.RunEvent;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.Run;
import hms.core.state.RunStatus;
import hms.core.state.Runs;
import hms.core.state.StageOutcome;
import hms.core.state.State;
import hms.core.state.TicketKind;
import hms.runs.content.ErasedContent;
import hms.server.view.RunView.ErrorView;
import hms.server.view.RunView.NoticesView;
import hms.server.view.RunView.PackageView;
import hms.server.view.RunView.StageView;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where runs stand, and where those that ended came to.
public final class RunReads {

    private static final int KEPT = 128;

    private final Source source;
    private final Pipelines pipelines;
    private final Receipts receipts;
    private final Map<Integer, RunFacts> ended = kept();
    private final Map<Integer, List<String>> tags = kept();

    public RunReads(Source source) {
        this.source = source;
        this.pipelines = new Pipelines(source.ledger());
        this.receipts = new Receipts(source.ledger());
    }

    private static <T> Map<Integer, T> kept() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, T> eldest) {
                return size() > KEPT;
            }
        };
    }

    /// The run and the index of the last entry about it; empty if there is none of that number.
    public Optional<Numbered> run(State state, int number) {
        return facts(state, number).map(facts -> new Numbered(view(state, facts), facts.entry()));
    }

    /// @param entry index of the last entry about it
    public record Numbered(RunView run, long entry) {}

    /// Whether it is worth waiting for: it neither ended nor waits for an instant or a person.
    public static boolean isUnderWay(State state, int number) {
        return state.runs()
                .open(number)
                .map(run -> run.status() == RunStatus.QUEUED || run.status() == RunStatus.RUNNING)
                .orElse(false);
    }

    /// Runs whose number is below `before`, newest first.
    public RunView.Page list(State state, int limit, int before) {
        var list = new ArrayList<RunView.Brief>();
        int number = Math.min(state.runs().last(), before - 1);
        for (; number > 0 && list.size() < limit; number--) {
            var open = state.runs().open(number);
            if (open.isPresent()) {
                list.add(brief(open.get()));
            } else {
                state.runs().closed(number).map(RunReads::brief).ifPresent(list::add);
            }
        }
        return new RunView.Page(list, number > 0 ? number + 1 : null);
    }

    private static RunView.Brief brief(Run run) {
        return new RunView.Brief(
                run.number(),
                run.status().text(),
                List.of(run.members().getFirst().toString()),
                run.members().size(),
                run.environment().value(),
                run.queuedAt(),
                null,
                null);
    }

    private static RunView.Brief brief(Runs.Closed run) {
        return new RunView.Brief(
                run.number(),
                run.status().text(),
                List.of(run.first().toString()),
                run.memberCount(),
                run.environment().value(),
                run.queuedAt(),
                run.endedAt(),
                run.error().orElse(null));
    }

    /// Blob of a stage's report; empty if there is no such stage, or it has none.
    public Optional<Digest> evidence(State state, int number, String stage) {
        return facts(state, number).stream()
                .flatMap(facts -> facts.done().stream())
                .filter(record -> record.stage().equals(stage))
                .findFirst()
                .flatMap(Run.StageRecord::evidence);
    }

    /// A stage that watched subscribers and left a report.
    public record Watched(String stage, StageKind kind, Digest evidence) {}

    /// Those of a run, in order.
    public List<Watched> watched(State state, int number) {
        return facts(state, number).stream()
                .flatMap(facts -> facts.stages().stream().flatMap(s -> watched(facts, s).stream()))
                .toList();
    }

    private static Optional<Watched> watched(RunFacts facts, Stage stage) {
        return facts.done().stream()
                .filter(record -> watches(stage) && record.stage().equals(stage.id()))
                .flatMap(record -> record.evidence().stream())
                .map(blob -> new Watched(stage.id(), stage.uses(), blob))
                .findFirst();
    }

    private static boolean watches(Stage stage) {
        return stage.uses() == StageKind.CANARY || stage.uses() == StageKind.ROLLOUT;
    }

    /// The package that the run built.
    public Optional<Run.BuiltPackage> built(State state, int number) {
        return facts(state, number).flatMap(RunFacts::built);
    }

    /// The artifacts of the run's release.
    public Optional<List<ArtifactKey>> members(State state, int number) {
        return facts(state, number).map(RunFacts::members);
    }

    private Optional<RunFacts> facts(State state, int number) {
        var open = state.runs().open(number);
        if (open.isPresent()) {
            return Optional.of(RunFacts.of(open.get(), tags(open.get())));
        }
        return state.runs().closed(number).map(this::facts);
    }

    private RunFacts facts(Runs.Closed closed) {
        synchronized (ended) {
            var known = ended.get(closed.number());
            if (known != null) {
                return known;
            }
        }
        var facts = RunFacts.of(closed, source.ledger(), pipelines);
        synchronized (ended) {
            ended.put(closed.number(), facts);
        }
        return facts;
    }

    /// Tags of an open run: the state does not keep them, so they are looked for among its last
    /// entries once its `tag` stage has passed.
    private List<String> tags(Run run) {
        boolean tagged =
                run.stages().stream()
                        .filter(stage -> stage.uses() == StageKind.TAG)
                        .anyMatch(
                                stage ->
                                        run.record(stage.id())
                                                .filter(r -> r.outcome() == StageOutcome.PASSED)
                                                .isPresent());
        if (!tagged) {
            return List.of();
        }
        synchronized (tags) {
            var known = tags.get(run.number());
            if (known != null) {
                return known;
            }
        }
        var found = readTags(run);
        synchronized (tags) {
            tags.put(run.number(), found);
        }
        return found;
    }

    private List<String> readTags(Run run) {
        var found = new ArrayList<String>();
        for (int i = run.entries().size() - 1; i >= 0; i--) {
            var event = EventCodec.decode(source.ledger().entry(run.entries().get(i))).event();
            if (event instanceof RunEvent.ReleaseTagged e) {
                found.addFirst(e.tag());
            } else if (!found.isEmpty() && event instanceof RunEvent.StageStarted) {
                break;
            }
        }
        return List.copyOf(found);
    }

    private RunView view(State state, RunFacts facts) {
        var ended =
                facts.phase() instanceof Run.Phase.Ended e
                        ? Optional.of(e)
                        : Optional.<Run.Phase.Ended>empty();
        var tally = state.notices().tally(facts.number());
        return new RunView(
                facts.number(),
                status(facts.phase()).text(),
                facts.members().stream()
                        .limit(RunView.MOST_POLICIES)
                        .map(ArtifactKey::toString)
                        .toList(),
                facts.members().size(),
                facts.environment().value(),
                facts.pipeline(),
                facts.queuedAt(),
                facts.startedAt().orElse(null),
                ended.map(Run.Phase.Ended::at).orElse(null),
                scheduledFor(facts.phase()).orElse(null),
                scheduledFor(facts.phase()).map(_ -> zone(state, facts)).orElse(null),
                Waits.of(state, facts).orElse(null),
                facts.phase() instanceof Run.Phase.TakingBack t ? t.since() : null,
                facts.stages().stream().map(stage -> stage(facts, stage)).toList(),
                receipts.of(state, facts.number()).stream()
                        .map(r -> Receipts.withVersion(state, facts.members(), r))
                        .toList(),
                ended.flatMap(e -> error(state, facts.number(), e)).orElse(null),
                publishedUrl(state, facts).orElse(null),
                facts.tags(),
                facts.built()
                        .map(b -> new PackageView(b.sha256().toString(), b.sizeBytes()))
                        .orElse(null),
                new NoticesView(tally.queued(), tally.sent(), tally.givenUp()),
                new Names(state, source.library()).of(facts.actor()));
    }

    private static RunStatus status(Run.Phase phase) {
        return switch (phase) {
            case Run.Phase.Queued _ -> RunStatus.QUEUED;
            case Run.Phase.Ready _ -> RunStatus.RUNNING;
            case Run.Phase.InStage _ -> RunStatus.RUNNING;
            case Run.Phase.Baking _ -> RunStatus.RUNNING;
            case Run.Phase.Waiting _ -> RunStatus.WAITING;
            case Run.Phase.TakingBack _ -> RunStatus.RUNNING;
            case Run.Phase.Halted _ -> RunStatus.HALTED;
            case Run.Phase.Scheduled _ -> RunStatus.SCHEDULED;
            case Run.Phase.Ended e -> e.status();
        };
    }

    private static Optional<Instant> scheduledFor(Run.Phase phase) {
        return phase instanceof Run.Phase.Scheduled s ? Optional.of(s.until()) : Optional.empty();
    }

    /// The zone in which the days of its first artifact are counted.
    private String zone(State state, RunFacts facts) {
        var legal = state.configuration().zone();
        try {
            return state.policies()
                    .submitted(facts.members().getFirst())
                    .map(submitted -> source.library().artifact(submitted).zone(legal))
                    .orElse(legal)
                    .getId();
        } catch (ErasedContent _) {
            return legal.getId();
        }
    }

    private static Optional<ErrorView> error(State state, int run, Run.Phase.Ended ended) {
        return ended.error()
                .map(
                        reason ->
                                new ErrorView(
                                        ended.stage().orElse(null),
                                        reason,
                                        ticket(state, run).orElse(null)));
    }

    /// The ticket that was opened because the run did harm.
    private static Optional<String> ticket(State state, int run) {
        return state.tickets().all().values().stream()
                .filter(t -> t.kind() == TicketKind.CANARY_FAILED)
                .filter(t -> t.run().isPresent() && t.run().getAsInt() == run)
                .map(t -> Integer.toString(t.number()))
                .findFirst();
    }

    private Optional<String> publishedUrl(State state, RunFacts facts) {
        return facts.members().stream()
                .findFirst()
                .flatMap(state.register()::of)
                .map(published -> source.publicUrl().get() + published.path());
    }

    private static StageView stage(RunFacts facts, Stage stage) {
        var done = facts.done().stream().filter(r -> r.stage().equals(stage.id())).findFirst();
        if (done.isPresent()) {
            var record = done.get();
            return view(
                    stage,
                    record.outcome().text(),
                    record.summary(),
                    Optional.of(record.started()),
                    Optional.of(record.ended()),
                    Optional.empty(),
                    record.evidence().isPresent());
        }
        var running = facts.inStage().filter(in -> in.stage().equals(stage.id()));
        return view(
                stage,
                running.isPresent() ? "running" : isAwaited(facts, stage) ? "waiting" : "pending",
                "",
                running.map(Run.Phase.InStage::since),
                Optional.empty(),
                facts.baking()
                        .filter(b -> b.stage().equals(stage.id()))
                        .map(Run.Phase.Baking::until),
                false);
    }

    private static boolean isAwaited(RunFacts facts, Stage stage) {
        return facts.phase() instanceof Run.Phase.Waiting w && w.stage().equals(stage.id());
    }

    private static StageView view(
            Stage stage,
            String outcome,
            String summary,
            Optional<Instant> started,
            Optional<Instant> ended,
            Optional<Instant> bakingUntil,
            boolean hasEvidence) {
        return new StageView(
                stage.id(),
                stage.title(),
                stage.uses().text(),
                outcome,
                summary,
                started.orElse(null),
                ended.orElse(null),
                ended.map(end -> Duration.between(started.orElse(end), end).toMillis())
                        .orElse(null),
                bakingUntil.orElse(null),
                hasEvidence);
    }
}
