package hms.cli;

import hms.artifact.Selector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// How a release goes out: the same for `approve` and `deploy`.
final class DeployOptions {
    @Option(
            names = "--schedule",
            paramLabel = "TIME",
            converter = ScheduleOption.class,
            description =
                    "when it goes live: 00:00, \"00:00 +15m\", 2026-09-01T00:00, \"2026-09-01T00:00"
                            + " America/New_York\", or an instant")
    private @Nullable String schedule;

    @Option(
            names = "--supersede",
            description = "end an earlier run of the same policy that is still under way")
    private boolean supersede;

    @Option(
            names = "--canary",
            paramLabel = "SCOPE",
            converter = SelectorOption.class,
            description =
                    "who has it before the others: 5%%, 0.05, region:NCR, or \"region:NCR 5%%\"")
    private @Nullable Selector canary;

    @Option(
            names = "--bake",
            paramLabel = "TIME",
            description = "how long these are watched: 10s, 5m")
    private @Nullable String bake;

    @Option(
            names = "--partner",
            paramLabel = "NAME",
            description = "a partner who is told as well; may be given several times")
    private List<String> partners = List.of();

    @Option(names = "--strict", description = "let warnings stop it")
    private boolean strict;

    @ArgGroup private @Nullable Pending pending;

    static final class Pending {
        @Option(
                names = "--keep-schedule",
                required = true,
                description = "leave a version that waits for its date as it is")
        private boolean keep;

        @Option(
                names = "--cancel-schedule",
                required = true,
                description = "cancel a version that waits for its date")
        private boolean cancel;

        private String text() {
            return keep && !cancel ? "keep" : "cancel";
        }
    }

    /// When it is to be live, as its user wrote it.
    Optional<String> schedule() {
        return Optional.ofNullable(schedule);
    }

    /// Adds them to a request.
    void write(ObjectNode request, String environment) {
        request.put("env", environment);
        Optional.ofNullable(schedule).ifPresent(time -> request.put("schedule", time));
        Optional.ofNullable(pending).ifPresent(p -> request.put("pending", p.text()));
        Optional.ofNullable(canary).ifPresent(scope -> request.put("canary", scope.text()));
        Optional.ofNullable(bake).ifPresent(time -> request.put("bake", time));
        if (!partners.isEmpty()) {
            var names = request.putArray("partners");
            partners.forEach(names::add);
        }
        if (supersede) {
            request.put("supersede", true);
        }
        if (strict) {
            request.put("strict", true);
        }
    }

    /// An environment's name; `prod` is short for `production`.
    static String environment(String name) {
        return name.equals("prod") ? "production" : name;
    }
}
