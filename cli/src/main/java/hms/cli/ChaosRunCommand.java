package hms.cli;

import hms.checks.chaos.Cluster;
import hms.checks.chaos.ClusterFault;
import hms.checks.chaos.Experiment;
import hms.checks.chaos.Happening;
import hms.checks.chaos.Pace;
import hms.checks.chaos.Plan;
import hms.checks.chaos.Report;
import hms.checks.chaos.Terms;
import hms.cli.Clusters.Found;
import hms.cli.ci.CiResult;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes a chaos experiment.
@Command(
        name = "hms chaos run",
        description = {
            "Kills a tenth of a mini cluster's processes again and again, at least one at a time, makes"
                    + " others slow or failing in between, and asks the cluster's front all the while."
                    + " It has survived if more than 99 %% of the questions were answered and all that"
                    + " was killed came back."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms chaos run --target staging --time 5m",
            "  hms chaos run --target preprod --time 20s --seed 184 --json",
            "",
            "The same seed, time and number of replicas give the same faults."
        })
final class ChaosRunCommand extends HmsCommand {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final long SEEDS = 1_000_000;

    @Option(
            names = "--target",
            paramLabel = "ENV",
            required = true,
            description = "the environment whose mini cluster it is made on")
    private String target = "";

    @Option(
            names = "--time",
            paramLabel = "SPAN",
            defaultValue = "1m",
            description = "for how long, as in 20s or 5m (1m)")
    private String time = "";

    @Option(names = "--seed", paramLabel = "N", description = "what the faults are drawn from")
    private @Nullable Long seed;

    @Override
    int run(Invocation invocation) {
        var name = ClusterNames.one(target);
        var span = Expiry.span(time);
        if (span.compareTo(Plan.SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
            throw Failure.usage(
                    "An experiment lasts from %d s to %d h, not %s."
                            .formatted(Plan.SHORTEST.toSeconds(), LONGEST.toHours(), time),
                    "");
        }
        var clusters = invocation.environment().program().clusters();
        try {
            var up = require(clusters.find(invocation.dataFolder(), name), name);
            var from =
                    seed == null ? invocation.environment().random().get().nextLong(SEEDS) : seed;
            var plan = Plan.of(from, up.replicas().size(), span);
            var report = experiment(invocation, plan, clusters, name);
            invocation.report(result(report));
            tell(invocation, report);
            return report.passed() ? ExitCode.DONE : ExitCode.REFUSED;
        } catch (Clusters.Trouble e) {
            throw Failure.refused(e.what(), e.remedy());
        } catch (ClusterFault e) {
            throw Failure.unreachable(Spelling.sentence(e.what()), "Look: hms cluster status");
        }
    }

    private static Found.Up require(Found found, String name) {
        return switch (found) {
            case Found.Up up when up.isReady() -> up;
            case Found.Up up ->
                    throw Failure.refused(
                            "Only %d of %d replicas of %s are ready."
                                    .formatted(up.ready(), up.replicas().size(), name),
                            "Wait until all are, and look what is wrong: hms cluster status");
            case Found.Mute mute ->
                    throw Failure.unreachable(
                            "The mini cluster of "
                                    + name
                                    + " does not answer: "
                                    + mute.reason()
                                    + ".",
                            "End it, and start it again: hms cluster down --env " + name);
            case Found.Gone _ ->
                    throw Failure.unreachable(
                            "The mini cluster of " + name + " has died.",
                            "Start it again: hms cluster up --env " + name);
            case Found.Nothing _ ->
                    throw Failure.unreachable(
                            "There is no mini cluster of " + name + ".",
                            "Start it: hms cluster up --env " + name);
        };
    }

    /// That it survived is what a person wants to see; how often and how well stands in the facts.
    private static CiResult result(Report report) {
        var result =
                report.passed()
                        ? CiResult.passed("survived faults")
                        : CiResult.failed(report.summary());
        return result.with(facts -> facts.put("summary", report.summary()));
    }

    private static Report experiment(
            Invocation invocation, Plan plan, Clusters clusters, String name) {
        var screen = invocation.screen();
        Consumer<Happening> listener = _ -> {};
        if (!invocation.json()) {
            screen.line(
                    "Chaos on %s: %d replicas, %d s, seed %d"
                            .formatted(
                                    name, plan.replicas(), plan.time().toSeconds(), plan.seed()));
            listener = happening -> screen.line(line(happening));
        }
        Cluster cluster = clusters.cluster(invocation.dataFolder(), name);
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            return new Experiment(plan, Terms.USUAL, cluster, Pace.real(), tasks, listener).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.refused("Interrupted: nothing can be said of " + name + ".", "");
        }
    }

    private static String line(Happening happening) {
        var at =
                "%5d.%d s  "
                        .formatted(happening.at().toSeconds(), happening.at().toMillisPart() / 100);
        return Ink.QUIET.of(at)
                + switch (happening) {
                    case Happening.Done done -> done.words();
                    case Happening.Back back -> back.words();
                    case Happening.Undone undone -> Ink.HARM.of(undone.words());
                    case Happening.Missed missed -> Ink.HARM.of(missed.words());
                };
    }

    private static void tell(Invocation invocation, Report report) {
        var screen = invocation.screen();
        if (invocation.json()) {
            screen.raw(report.json());
            return;
        }
        screen.line(report.summary());
        report.reasons().forEach(reason -> screen.failure(reason, ""));
    }
}
