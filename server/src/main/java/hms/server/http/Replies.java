package hms.server.http;

import hms.runs.intake.Reply;

/// Takes what was done out of a reply, or throws why it was not.
final class Replies {

    private Replies() {}

    static <T> Reply.Ok<T> value(Reply<T> reply) {
        return switch (reply) {
            case Reply.Ok<T> ok -> ok;
            case Reply.No<T> no ->
                    throw new Refused(Problems.of(no.refusal()).with(no.findings()), true);
        };
    }

    /// As [#value], where nothing was to be done, so that a refusal is not put on record.
    static <T> T read(Reply<T> reply) {
        return switch (reply) {
            case Reply.Ok<T> ok -> ok.value();
            case Reply.No<T> no -> throw new Refused(Problems.of(no.refusal()).with(no.findings()));
        };
    }
}
