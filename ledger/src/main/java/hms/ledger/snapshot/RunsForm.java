package hms.ledger.snapshot;

import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.core.state.RunStatus;
import hms.core.state.Runs;
import hms.core.state.StageOutcome;
import hms.core.state.WaitReason;
import java.time.Duration;

final class RunsForm {

    private RunsForm() {}

    static void write(Out out, Runs runs) {
        out.size(runs.last());
        out.all(runs.open().values(), run -> write(out, run));
        out.all(runs.closed().values(), closed -> write(out, closed));
        out.map(runs.parts(), out::size, keys -> out.all(keys, key -> Names.write(out, key)));
        out.map(runs.claims(), line -> Names.write(out, line), out::size);
        out.map(
                runs.byLine(),
                line -> Names.write(out, line),
                numbers -> out.all(numbers, out::size));
    }

    static Runs read(In in) {
        return new Runs(
                in.size(),
                in.byNumber(Run::number, () -> run(in)),
                in.byNumber(Runs.Closed::number, () -> closed(in)),
                in.map(in::size, () -> in.vector(() -> Names.key(in))),
                in.map(() -> Names.line(in), in::size),
                in.map(() -> Names.line(in), () -> in.vector(in::size)));
    }

    private static void write(Out out, Run run) {
        out.size(run.number());
        Names.write(out, run.environment());
        out.word(run.pipeline());
        out.all(run.stages(), stage -> ConfigurationForm.write(out, stage));
        out.all(run.members(), key -> Names.write(out, key));
        write(out, run.options());
        out.word(run.actor());
        out.instant(run.queuedAt());
        out.optional(run.startedAt(), out::instant);
        write(out, run.phase());
        out.all(run.done(), record -> write(out, record));
        out.optional(run.built(), built -> write(out, built));
        out.growing(run.entries());
    }

    private static Run run(In in) {
        return new Run(
                in.size(),
                Names.environment(in),
                in.word(),
                in.list(() -> ConfigurationForm.stage(in)),
                in.list(() -> Names.key(in)),
                options(in),
                in.word(),
                in.instant(),
                in.optional(in::instant),
                phase(in),
                in.vector(() -> record(in)),
                in.optional(() -> built(in)),
                in.growing());
    }

    private static void write(Out out, RunOptions options) {
        out.optional(options.schedule(), out::instant);
        out.word(options.pending());
        out.flag(options.supersede());
        out.flag(options.strict());
        out.optional(options.canary(), selector -> Names.write(out, selector));
        out.optional(options.bake(), time -> write(out, time));
        out.optional(options.partners(), names -> out.all(names, out::word));
        out.optional(options.handedIn(), out::digest);
    }

    private static RunOptions options(In in) {
        return new RunOptions(
                in.optional(in::instant),
                in.word(RunOptions.Pending.class),
                in.flag(),
                in.flag(),
                in.optional(() -> Names.selector(in)),
                in.optional(() -> Duration.ofSeconds(in.number(), in.number())),
                in.optional(() -> in.list(in::word)),
                in.optional(in::digest));
    }

    private static void write(Out out, Duration time) {
        out.number(time.getSeconds());
        out.number(time.getNano());
    }

    private static void write(Out out, Run.Phase phase) {
        switch (phase) {
            case Run.Phase.Queued q -> out.word("queued");
            case Run.Phase.Ready r -> out.word("ready");
            case Run.Phase.InStage in -> {
                out.word("in-stage");
                out.word(in.stage());
                out.instant(in.since());
                out.size(in.attempt());
            }
            case Run.Phase.Baking baking -> {
                out.word("baking");
                out.word(baking.stage());
                out.instant(baking.started());
                out.size(baking.attempt());
                out.instant(baking.since());
                out.instant(baking.until());
            }
            case Run.Phase.Waiting waiting -> {
                out.word("waiting");
                out.word(waiting.stage());
                out.instant(waiting.since());
                out.word(waiting.reason());
                out.optional(waiting.until(), out::instant);
            }
            case Run.Phase.TakingBack taking -> {
                out.word("taking-back");
                out.word(taking.status());
                out.instant(taking.since());
                out.optional(taking.stage(), out::word);
                out.text(taking.error());
            }
            case Run.Phase.Halted halted -> {
                out.word("halted");
                write(out, halted.before());
                out.instant(halted.since());
            }
            case Run.Phase.Scheduled scheduled -> {
                out.word("scheduled");
                out.instant(scheduled.until());
            }
            case Run.Phase.Ended ended -> {
                out.word("ended");
                out.word(ended.status());
                out.instant(ended.at());
                out.optional(ended.stage(), out::word);
                out.optional(ended.error(), out::word);
            }
        }
    }

    private static Run.Phase phase(In in) {
        var name = in.word();
        return switch (name) {
            case "queued" -> new Run.Phase.Queued();
            case "ready" -> new Run.Phase.Ready();
            case "in-stage" -> new Run.Phase.InStage(in.word(), in.instant(), in.size());
            case "baking" ->
                    new Run.Phase.Baking(
                            in.word(), in.instant(), in.size(), in.instant(), in.instant());
            case "waiting" ->
                    new Run.Phase.Waiting(
                            in.word(),
                            in.instant(),
                            in.word(WaitReason.class),
                            in.optional(in::instant));
            case "taking-back" ->
                    new Run.Phase.TakingBack(
                            in.word(RunStatus.class),
                            in.instant(),
                            in.optional(in::word),
                            in.text());
            case "halted" -> new Run.Phase.Halted(phase(in), in.instant());
            case "scheduled" -> new Run.Phase.Scheduled(in.instant());
            case "ended" ->
                    new Run.Phase.Ended(
                            in.word(RunStatus.class),
                            in.instant(),
                            in.optional(in::word),
                            in.optional(in::word));
            default -> throw new IllegalArgumentException("no phase of a run is " + name);
        };
    }

    private static void write(Out out, Run.StageRecord record) {
        out.word(record.stage());
        out.instant(record.started());
        out.instant(record.ended());
        out.word(record.outcome());
        out.word(record.summary());
        out.optional(record.evidence(), out::digest);
    }

    private static Run.StageRecord record(In in) {
        return new Run.StageRecord(
                in.word(),
                in.instant(),
                in.instant(),
                in.word(StageOutcome.class),
                in.word(),
                in.optional(in::digest));
    }

    private static void write(Out out, Run.BuiltPackage built) {
        out.digest(built.sha256());
        out.number(built.sizeBytes());
        out.word(built.format());
        out.digest(built.blob());
    }

    private static Run.BuiltPackage built(In in) {
        return new Run.BuiltPackage(in.digest(), in.number(), in.word(), in.digest());
    }

    private static void write(Out out, Runs.Closed closed) {
        out.size(closed.number());
        Names.write(out, closed.environment());
        Names.write(out, closed.first());
        out.size(closed.memberCount());
        out.word(closed.status());
        out.instant(closed.queuedAt());
        out.instant(closed.endedAt());
        out.optional(closed.error(), out::word);
        out.growing(closed.entries());
    }

    private static Runs.Closed closed(In in) {
        return new Runs.Closed(
                in.size(),
                Names.environment(in),
                Names.key(in),
                in.size(),
                in.word(RunStatus.class),
                in.instant(),
                in.instant(),
                in.optional(in::word),
                in.growing());
    }
}
