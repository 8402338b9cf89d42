package hms.ledger.snapshot;

import hms.core.state.Requests;

final class RequestsForm {

    private RequestsForm() {}

    static void write(Out out, Requests requests) {
        out.map(
                requests.answered(),
                out::digest,
                answered -> {
                    out.digest(answered.body());
                    out.text(answered.result());
                    out.instant(answered.at());
                });
        out.all(requests.oldestFirst(), out::digest);
    }

    static Requests read(In in) {
        return new Requests(
                in.map(
                        in::digest,
                        () -> new Requests.Answered(in.digest(), in.text(), in.instant())),
                in.vector(in::digest));
    }
}
