package hms.runs;

import hms.core.command.Command;
import hms.core.decide.Answer;
import hms.core.decide.Readiness;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.Run;
import hms.core.state.StageOutcome;
import hms.ledger.Blob;
import hms.ledger.BlobSealer;
import hms.ledger.LedgerFault;
import hms.ledger.write.Prepared;
import hms.ledger.write.Writer;
import hms.runs.content.ErasedContent;
import hms.runs.content.Library;
import hms.runs.step.Bake;
import hms.runs.step.BakingStep;
import hms.runs.step.StageRun;
import hms.runs.step.Step;
import hms.runs.step.StepOutcome;
import hms.runs.step.StepResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/// Drives a run: looks at the state, does the next thing, records its result, and looks again.
///
/// It remembers nothing. If the process dies anywhere, the next driver finds in the state what is
/// to be done: a stage that finished is not repeated, one that was interrupted is begun again.
public final class RunDriver {

    /// A stage whose work fails by a fault is begun so often; then it failed.
    static final int ATTEMPTS = 5;

    /// How often something is looked at while its run is halted.
    private static final Duration HALTED_LOOK = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger("hms.runs");

    private final Writer writer;
    private final Library library;
    private final BlobSealer sealer;
    private final InstantSource clock;
    private final Map<StageKind, Step> steps;
    private final CrashPoints points;

    /// @param steps one for each kind
    public RunDriver(
            Writer writer,
            Library library,
            BlobSealer sealer,
            InstantSource clock,
            Map<StageKind, Step> steps,
            CrashPoints points) {
        this.writer = writer;
        this.library = library;
        this.sealer = sealer;
        this.clock = new LedgerTime(writer::state, clock);
        this.steps = new EnumMap<>(steps);
        this.points = points;
        for (var kind : StageKind.values()) {
            if (!steps.containsKey(kind)) {
                throw new IllegalArgumentException("no step for the stage " + kind.text());
            }
        }
    }

    /// Takes the run as far as it goes now: to its end, to an instant it waits for, to a halt, or
    /// to where another run is in its way.
    public void advance(int number) {
        while (true) {
            var run = writer.state().runs().open(number).orElse(null);
            if (run == null) {
                return;
            }
            boolean moved =
                    switch (run.phase()) {
                        case Run.Phase.Queued q -> did(new Command.StartRun(number));
                        case Run.Phase.Ready r -> begin(run);
                        case Run.Phase.InStage s -> begin(run);
                        case Run.Phase.Baking b -> false;
                        case Run.Phase.Scheduled s ->
                                !clock.instant().isBefore(s.until()) && begin(run);
                        case Run.Phase.Waiting w ->
                                Readiness.isOver(writer.state(), run, w, clock.instant())
                                        && begin(run);
                        case Run.Phase.TakingBack t -> did(new Command.EndTakingBack(number));
                        case Run.Phase.Halted h -> false;
                        case Run.Phase.Ended e -> false;
                    };
            if (!moved) {
                return;
            }
        }
    }

    /// Begins the next stage, does its work, and records what came of it.
    private boolean begin(Run run) {
        var stage = run.next().orElseThrow();
        points.reach(run.number(), stage.id() + ":before");
        if (!did(new Command.BeginStage(run.number(), stage.id()))) {
            return false;
        }
        var begun = writer.state().runs().open(run.number()).orElse(null);
        if (begun == null || !(begun.phase() instanceof Run.Phase.InStage in)) {
            return begun != null && !(begun.phase() instanceof Run.Phase.Scheduled);
        }
        points.reach(run.number(), stage.id() + ":begun");
        var outcome = work(begun, stage, in);
        points.reach(run.number(), stage.id() + ":worked");
        boolean recorded =
                switch (outcome) {
                    case StepResult result -> finish(begun, stage, result);
                    case Bake bake -> expose(begun, stage, bake);
                };
        points.reach(run.number(), stage.id() + ":finished");
        return recorded;
    }

    /// Looks at what a stage of the run made visible, and records what came of it, if anything did.
    ///
    /// @return how long until it wants to be looked at again; empty if nothing is watched any more
    public Optional<Duration> observe(int number) {
        var run = writer.state().runs().open(number).orElse(null);
        if (run == null || run.baking().isEmpty()) {
            return Optional.empty();
        }
        var baking = run.baking().get();
        var stage = run.next().orElseThrow();
        if (!(steps.get(stage.uses()) instanceof BakingStep step)) {
            throw new IllegalStateException("the stage " + stage.id() + " does not watch anything");
        }
        var seen = new StageRun(run, stage, writer.state(), library, baking.started());
        return switch (step.look(seen, baking, clock.instant())) {
            case BakingStep.Look.Again again -> Optional.of(again.next());
            case BakingStep.Look.Further further ->
                    heldOr(run, () -> expose(run, stage, further.bake()));
            case BakingStep.Look.Over over -> {
                if (over.result().outcome() == StageOutcome.FAILED) {
                    points.reach(number, stage.id() + ":judged");
                    finish(run, stage, over.result());
                    yield Optional.empty();
                }
                yield heldOr(
                        run,
                        () -> {
                            points.reach(number, stage.id() + ":judged");
                            finish(run, stage, over.result());
                            advance(number);
                        });
            }
        };
    }

    /// A halt holds up what goes on.
    private static Optional<Duration> heldOr(Run run, Runnable goOn) {
        if (run.phase() instanceof Run.Phase.Halted) {
            return Optional.of(HALTED_LOOK);
        }
        goOn.run();
        return Optional.empty();
    }

    private boolean expose(Run run, Stage stage, Bake bake) {
        return did(
                new Command.Expose(
                        run.number(),
                        stage.id(),
                        bake.digests(),
                        bake.selector(),
                        clock.instant().plus(bake.time())));
    }

    private StepOutcome work(Run run, Stage stage, Run.Phase.InStage in) {
        var step = Objects.requireNonNull(steps.get(stage.uses()));
        try {
            return step.run(new StageRun(run, stage, writer.state(), library, in.since()));
        } catch (ErasedContent e) {
            return StepResult.failed(e.what());
        } catch (LedgerFault e) {
            throw e;
        } catch (RuntimeException e) {
            if (in.attempt() < ATTEMPTS) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "gave up on " + stage.id() + " of run #" + run.number(),
                    e);
            return StepResult.failed(
                    "it could not be done in " + ATTEMPTS + " attempts: " + e.getMessage());
        }
    }

    private boolean finish(Run run, Stage stage, StepResult result) {
        var blobs = new ArrayList<Blob>(result.blobs());
        var evidence = result.evidence().map(sealer::seal);
        evidence.ifPresent(blobs::add);
        return did(
                new Prepared(
                        new Command.FinishStage(
                                run.number(),
                                stage.id(),
                                stage.uses(),
                                result.outcome(),
                                result.summary(),
                                evidence.map(Blob::name),
                                result.outcome() == StageOutcome.SKIPPED
                                        ? new Command.Found.Nothing()
                                        : result.found()),
                        blobs));
    }

    private boolean did(Command command) {
        return did(Prepared.of(command));
    }

    private boolean did(Prepared prepared) {
        try {
            return !(writer.submit(prepared).join().answer() instanceof Answer.Refused);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : e;
        }
    }
}
