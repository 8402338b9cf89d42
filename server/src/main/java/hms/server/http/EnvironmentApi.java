package hms.server.http;

import hms.runs.intake.Intake;
import hms.server.view.EnvironmentReads;

/// Says which environments there are, and where releases would go in them.
final class EnvironmentApi {

    private final EnvironmentReads reads;
    private final Intake intake;

    EnvironmentApi(EnvironmentReads reads, Intake intake) {
        this.reads = reads;
        this.intake = intake;
    }

    Response list(Call call) {
        return Response.json(reads.all(call.state(), call.now(), call.caller()::mayTouch));
    }

    /// Takes what a submission takes, and keeps nothing of it.
    Response route(Call call) {
        var artifacts = Replies.read(intake.read(ReleaseApi.files(call)));
        artifacts.forEach(artifact -> call.mayTouch(artifact.id()));
        return Response.json(reads.route(call.state(), artifacts, call.caller()::mayTouch));
    }
}
