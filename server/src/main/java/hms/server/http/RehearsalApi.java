package hms.server.http;

import hms.server.view.RehearsalReads;
import java.time.Instant;

/// Tells what is to come.
final class RehearsalApi {

    private final RehearsalReads reads;

    RehearsalApi(RehearsalReads reads) {
        this.reads = reads;
    }

    Response rehearse(Call call) {
        var environment = call.existing(call.environment());
        if (!call.caller().mayTouch(environment)) {
            throw new Refused(Problems.outsideToken("the environment " + environment));
        }
        var until = call.query("until").map(text -> until(call, text));
        return Response.json(
                reads.of(call.state(), environment, call.now(), until, call.caller()::mayTouch));
    }

    private static Instant until(Call call, String text) {
        var until = Moments.time("query until", text).instant(call.state().configuration().zone());
        if (!until.isAfter(call.now())) {
            throw Call.bad(
                    "query until",
                    Quote.of(text) + " is past.",
                    "Name a day to come, or leave it out to look at every date there is.");
        }
        return until;
    }
}
