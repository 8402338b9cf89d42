package hms.server.http;

import hms.runs.canary.CanaryWatch;
import hms.server.view.CanaryReads;
import hms.server.view.Source;

/// Shows canaries while they are watched and afterwards, and how far versions have come.
final class CanaryApi {

    private final Source source;
    private final RunApi runs;
    private final CanaryReads reads;
    private final CanaryWatch watch;

    CanaryApi(Source source, RunApi runs, CanaryReads reads, CanaryWatch watch) {
        this.source = source;
        this.runs = runs;
        this.reads = reads;
        this.watch = watch;
    }

    /// The figures of the run's canary: as they are now, or as they were when it was judged.
    Response canary(Call call) {
        runs.visible(call);
        var open = source.state().get().runs().open(call.run());
        if (open.isPresent() && open.get().baking().isPresent()) {
            var baking = open.get().baking().get();
            var stage = open.get().next().orElseThrow();
            var found =
                    watch.look(
                            source.state().get(),
                            open.get(),
                            stage,
                            new CanaryWatch.Window(baking.since(), baking.until(), call.now()));
            if (found.isPresent()) {
                return Response.bytes("application/json", found.get().json());
            }
        }
        return reads.judged(call.state(), call.run())
                .map(blob -> Response.bytes("application/json", source.library().bytes(blob)))
                .orElseThrow(
                        () ->
                                new Refused(
                                        Problems.notFound(
                                                "no-canary",
                                                "Run #"
                                                        + call.run()
                                                        + " has no canary that was watched"
                                                        + " until now.",
                                                "The run's document says how far it is.")));
    }

    /// Which version of a policy how many subscribers obey.
    Response subscribers(Call call) {
        var policy = call.policy();
        var environment = call.existing(call.environment());
        call.mayTouch(policy, environment);
        return Response.json(reads.subscribers(call.state(), policy, environment, call.now()));
    }
}
