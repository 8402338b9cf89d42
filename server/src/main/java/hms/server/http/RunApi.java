package hms.server.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.runs.intake.Answers;
import hms.runs.intake.Intake;
import hms.runs.intake.Reply;
import hms.server.view.Place;
import hms.server.view.RunReads;
import hms.server.view.RunView;
import hms.server.view.Source;
import java.util.Optional;
import java.util.function.BiFunction;

/// Shows runs, and stops them.
final class RunApi {

    private static final int USUAL_PAGE = 20;
    private static final int LARGEST_PAGE = 200;

    private final Source source;
    private final RunReads reads;
    private final Intake intake;

    RunApi(Source source, RunReads reads, Intake intake) {
        this.source = source;
        this.reads = reads;
        this.intake = intake;
    }

    /// A run, with where the act stands that is answered with it.
    record Acted(@JsonUnwrapped RunView run, Place ledger) {}

    Response list(Call call) {
        int limit = call.number("limit", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
        int before = call.number("before", 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
        var page = reads.list(call.state(), limit, before);
        return Response.json(
                new RunView.Page(
                        page.runs().stream().filter(run -> isVisible(call, run)).toList(),
                        page.before()));
    }

    private static boolean isVisible(Call call, RunView.Brief run) {
        return call.caller().mayTouch(new EnvironmentId(run.environment()))
                && run.policies().stream()
                        .allMatch(p -> call.caller().mayTouch(ArtifactKey.parse(p).policy()));
    }

    Response run(Call call) {
        return Response.json(visible(call).run());
    }

    Response events(Call call) {
        visible(call);
        var seen = call.header("last-event-id");
        return new Response.RunEvents(
                call.run(),
                seen.filter(id -> id.matches("[0-9]{1,18}")).map(Long::parseLong).orElse(-1L));
    }

    /// The run, refused where there is none, or where the token is limited to others.
    RunReads.Numbered visible(Call call) {
        int number = call.run();
        var found = reads.run(call.state(), number).orElseThrow(() -> noRun(number));
        var environment = new EnvironmentId(found.run().environment());
        if (!call.caller().policies().isEmpty() || !call.caller().environments().isEmpty()) {
            reads.members(call.state(), number)
                    .orElseThrow(() -> noRun(number))
                    .forEach(key -> call.mayTouch(key.policy(), environment));
        }
        return found;
    }

    private static Refused noRun(int number) {
        return new Refused(
                Problems.notFound(
                        "no-such-run", "There is no run #" + number + ".", "hms runs lists them."));
    }

    /// A stage's report.
    Response evidence(Call call) {
        visible(call);
        var stage = call.path("stage");
        var blob =
                reads.evidence(call.state(), call.run(), stage)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Problems.notFound(
                                                        "no-evidence",
                                                        "Stage "
                                                                + Quote.of(stage)
                                                                + " of run #"
                                                                + call.run()
                                                                + " has no report.",
                                                        "The run's document says which stages"
                                                                + " have one.")));
        return Response.bytes("application/json", source.library().bytes(blob));
    }

    /// The package that the run built.
    Response built(Call call) {
        visible(call);
        var built =
                reads.built(call.state(), call.run())
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Problems.notFound(
                                                        "no-package",
                                                        "Run #"
                                                                + call.run()
                                                                + " has built no package.",
                                                        "Look at its stages: hms run "
                                                                + call.run())));
        return Response.bytes("application/gzip", source.library().bytes(built.blob()))
                .with("ETag", "\"" + built.sha256().hex() + "\"")
                .with("Content-Disposition", "attachment; filename=\"run-" + call.run() + ".tgz\"");
    }

    Response halt(Call call) {
        return stop(call, (run, reason) -> intake.halt(call.caller(), run, reason));
    }

    Response resume(Call call) {
        return stop(call, (run, _) -> intake.resume(call.caller(), run));
    }

    Response abort(Call call) {
        return stop(call, (run, reason) -> intake.abort(call.caller(), run, reason));
    }

    private Response stop(
            Call call, BiFunction<Integer, Optional<String>, Reply<Answers.Done>> act) {
        int number = call.run();
        var fields = Fields.ofPerhaps(call);
        var reason = fields.perhapsText("reason");
        fields.end();
        var ok = Replies.value(act.apply(number, reason));
        return Response.json(acted(number, Place.of(ok.index(), ok.head())));
    }

    /// The run as it stands now.
    Acted acted(int number, Place ledger) {
        return new Acted(
                reads.run(source.state().get(), number).orElseThrow(() -> noRun(number)).run(),
                ledger);
    }
}
