package hms.server.http;

import hms.artifact.Context;
import hms.artifact.PolicyId;
import hms.core.command.Command;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.State;
import hms.ledger.write.Prepared;
import hms.ledger.write.Writer;
import hms.runs.telemetry.Report;
import hms.runs.telemetry.Telemetry;
import hms.trust.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Takes what subscribers report.
final class TelemetryApi {

    private static final long MAX_SKEW_MS = 1L << 40;

    private final Telemetry telemetry;
    private final Writer writer;
    private final Set<EnvironmentId> noting = ConcurrentHashMap.newKeySet();
    private volatile Watched watched = new Watched(-1, -1, Set.of());

    TelemetryApi(Telemetry telemetry, Writer writer) {
        this.telemetry = telemetry;
        this.writer = writer;
    }

    private record Next(long nextMs) {}

    Response report(Call call) {
        var report = read(call);
        if (!call.caller().mayTouch(report.environment())) {
            throw new Refused(Problems.outsideToken("the environment " + report.environment()));
        }
        report.uses().forEach(use -> call.mayTouch(use.policy()));
        var answer = telemetry.take(report, isWatched(call.state(), report.environment()));
        note(call.state(), report.environment());
        return switch (answer) {
            case Telemetry.Answer.Next next -> Response.json(new Next(next.interval().toMillis()));
            case Telemetry.Answer.Full full ->
                    throw new Refused(
                            Problem.of(
                                            503,
                                            "too-many-subscribers",
                                            "The report was not taken: " + full.why() + ".",
                                            "Put a relay between them and this server.")
                                    .header("Retry-After", "60"));
        };
    }

    /// The environments in which something is watched, as of a state.
    private record Watched(long epoch, long size, Set<EnvironmentId> environments) {}

    @SuppressWarnings("ReferenceEquality") // a state is equal to itself only
    private boolean isWatched(State state, EnvironmentId environment) {
        var known = watched;
        if (known.epoch() != state.epoch() || known.size() != state.size()) {
            var environments = new HashSet<EnvironmentId>();
            for (var run : state.runs().open().values()) {
                if (run.baking().isPresent()) {
                    environments.add(run.environment());
                }
            }
            known = new Watched(state.epoch(), state.size(), Set.copyOf(environments));
            watched = known;
        }
        return known.environments().contains(environment);
    }

    /// The first subscriber of an environment is put on the ledger.
    private void note(State state, EnvironmentId environment) {
        if (!state.live().seen().contains(environment) && noting.add(environment)) {
            var _ =
                    writer.submit(Prepared.of(new Command.NoteSubscriber(environment)))
                            .whenComplete((done, failure) -> noting.remove(environment));
        }
    }

    private Report read(Call call) {
        var fields = Fields.of(call);
        var environment = call.existing(Call.environment(fields.place("env"), fields.line("env")));
        var reader =
                new Context(
                        fields.text("key", Context.MAX_KEY),
                        fields.linesByName("attributes", Report.MAX_ATTRIBUTES));
        var uses = new ArrayList<Report.Use>();
        var seen = new HashSet<PolicyId>();
        for (var use : fields.objects("policies", Report.MAX_POLICIES)) {
            var read = use(use, environment, call.state());
            if (!seen.add(read.policy())) {
                throw Fields.wrong(use.place("policy"), "stands twice");
            }
            uses.add(read);
        }
        var report =
                new Report(
                        fields.text("instance", Report.MAX_INSTANCE),
                        fields.whole("sequence", 0, 0, Long.MAX_VALUE),
                        reader,
                        environment,
                        fields.perhapsLine("revision"),
                        fields.whole("skewMs", 0, -MAX_SKEW_MS, MAX_SKEW_MS),
                        fields.flag("stale"),
                        fields.flag("leaving"),
                        List.copyOf(uses));
        fields.end();
        return report;
    }

    private static Report.Use use(Fields fields, EnvironmentId environment, State state) {
        var text = fields.line("policy");
        var policy =
                PolicyId.parse(text)
                        .orElseThrow(() -> Fields.wrong(fields.place("policy"), "is no policy id"));
        var digest = fields.perhapsLine("digest").map(hex -> digest(fields.place("digest"), hex));
        var trial =
                trial(fields).filter(t -> isCurrent(state, new Line(environment, policy), t.run()));
        var counters =
                new Report.Counters(
                        count(fields, "evaluations"),
                        count(fields, "errors"),
                        count(fields, "micros"),
                        counts(fields, "alerts"),
                        count(fields, "compared"),
                        counts(fields, "changes"),
                        counts(fields, "rules"));
        fields.end();
        return new Report.Use(policy, digest, trial, counters);
    }

    /// Counts for a canary that is none here are not counted: nobody can make up runs to watch.
    private static boolean isCurrent(State state, Line line, int run) {
        return state.live().history(line).canary().filter(c -> c.run() == run).isPresent();
    }

    private static Optional<Report.Trial> trial(Fields fields) {
        long run = fields.whole("run", 0, 1, Integer.MAX_VALUE);
        var group = fields.perhapsLine("group");
        if (group.isEmpty() || run == 0) {
            return Optional.empty();
        }
        return switch (group.get()) {
            case "canary" -> Optional.of(new Report.Trial((int) run, true));
            case "baseline" -> Optional.of(new Report.Trial((int) run, false));
            default -> throw Fields.wrong(fields.place("group"), "has to be canary or baseline");
        };
    }

    private static Digest digest(String place, String hex) {
        try {
            return Digest.ofHex(hex);
        } catch (IllegalArgumentException e) {
            throw Fields.wrong(place, "has to be 64 hexadecimal digits");
        }
    }

    private static long count(Fields fields, String name) {
        return fields.whole(name, 0, 0, Report.MAX_COUNT);
    }

    private static Map<String, Long> counts(Fields fields, String name) {
        return fields.counts(name, Report.MAX_KINDS, Report.MAX_KIND, Report.MAX_COUNT);
    }
}
