package hms.cli;

import hms.cli.ci.RollbackScript;
import hms.core.pipeline.file.Times;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings a package up through environments.
@Command(
        name = "hms promote",
        description =
                "Brings a package up through environments, the same bytes in each, and stays with it"
                        + " until it has arrived, failed, or is scheduled. If it fails, or a person"
                        + " aborts it, the rollback script is run here.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms promote pkg.tgz --targets staging,preprod,prod",
            "  hms promote pkg.tgz --targets staging,preprod,prod --schedule 00:00",
            "  hms promote pkg.tgz --targets staging,preprod,prod --rollback rollback.sh",
            "",
            "The script gets HMS_POLICY, HMS_FROM, HMS_TO, HMS_ENV, HMS_RUN and HMS_STAGE, once for"
                    + " each policy."
        })
final class PromoteCommand extends HmsCommand {
    /// The variable by which a pipeline asks promotions to stay until they are live.
    static final String WAIT = "HMS_CI_WAIT";

    @Parameters(paramLabel = "PACKAGE", description = "made by hms policy pack")
    private String file = "";

    @Option(
            names = "--targets",
            paramLabel = "ENV,…",
            required = true,
            description = "the environments, from the lowest: staging,preprod,prod")
    private String targets = "";

    @Option(
            names = "--rollback",
            paramLabel = "SCRIPT",
            description = "what to run on this machine if it fails or is aborted")
    private @Nullable String rollback;

    @Option(
            names = "--rollback-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "for how long the script may run, for each policy (5m)")
    private String rollbackTimeout = "";

    @Option(
            names = "--wait",
            description = "stay until what is scheduled is live; else it ends once it is scheduled")
    private boolean wait;

    @Option(names = "--verbose", description = "show all stages, with their times")
    private boolean verbose;

    @Mixin private final DeployOptions options = new DeployOptions();

    @Override
    int run(Invocation invocation) {
        var limit = limit();
        var wanted = PromotionTargets.parse(targets);
        var script = Optional.ofNullable(rollback).map(name -> script(invocation, name));
        var contents = PackageFile.read(invocation, file);
        invocation.approveHint(
                "hms approve FILE --sign NAME, for " + String.join(", ", wanted.names()));
        try (var link = invocation.reachToWrite()) {
            wanted.require(link);
            var promotion = new Promotion(invocation, link, contents, wanted, options);
            return new PromotionWatch(
                            invocation,
                            link,
                            promotion,
                            script.map(s -> new RollbackRuns(invocation, s, limit)))
                    .run(waits(invocation), verbose);
        }
    }

    private boolean waits(Invocation invocation) {
        return wait || invocation.environment().variable(WAIT).isPresent();
    }

    private Duration limit() {
        return Times.parse(rollbackTimeout)
                .filter(Duration::isPositive)
                .orElseThrow(
                        () ->
                                Failure.usage(
                                        "--rollback-timeout takes a time, and not \""
                                                + rollbackTimeout
                                                + "\".",
                                        "Write it like 30s or 5m."));
    }

    private static RollbackScript script(Invocation invocation, String name) {
        var script = new RollbackScript(name, invocation.environment().path(name));
        script.problem()
                .ifPresent(
                        problem -> {
                            throw Failure.refused(problem.what(), problem.remedy());
                        });
        return script;
    }
}
