package hms.ledger.snapshot;

import hms.core.state.Notices;

final class NoticesForm {

    private NoticesForm() {}

    static void write(Out out, Notices notices) {
        out.map(notices.open(), out::text, notice -> write(out, notice));
        out.map(
                notices.byRun(),
                out::size,
                tally -> {
                    out.all(tally.ids(), out::text);
                    out.size(tally.sent());
                    out.size(tally.givenUp());
                });
    }

    static Notices read(In in) {
        return new Notices(
                in.map(in::text, () -> notice(in)),
                in.map(in::size, () -> new Notices.Tally(in.set(in::text), in.size(), in.size())));
    }

    private static void write(Out out, Notices.Notice notice) {
        out.text(notice.id());
        out.word(notice.partner());
        out.word(notice.type());
        out.optional(notice.run());
        Names.write(out, notice.environment());
        Names.write(out, notice.about());
        out.size(notice.attempts());
        out.instant(notice.queuedAt());
        out.instant(notice.due());
    }

    private static Notices.Notice notice(In in) {
        return new Notices.Notice(
                in.text(),
                in.word(),
                in.word(),
                in.optionalInt(),
                Names.environment(in),
                Names.key(in),
                in.size(),
                in.instant(),
                in.instant());
    }
}
