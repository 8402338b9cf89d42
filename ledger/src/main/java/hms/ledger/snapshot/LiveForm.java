package hms.ledger.snapshot;

import hms.artifact.Canary;
import hms.artifact.Timeline;
import hms.core.state.Live;
import java.time.ZoneId;

/// Timelines are not written: they are what the changes amount to.
final class LiveForm {

    private LiveForm() {}

    static void write(Out out, Live live) {
        out.map(live.lines(), line -> Names.write(out, line), history -> write(out, history));
        out.all(live.seen(), id -> Names.write(out, id));
        out.word(live.zone().getId());
    }

    static Live read(In in) {
        return Live.of(
                in.map(() -> Names.line(in), () -> history(in)),
                in.set(() -> Names.environment(in)),
                ZoneId.of(in.word()));
    }

    private static void write(Out out, Live.History history) {
        out.word(history.timeline().zone().getId());
        out.all(history.changes(), change -> write(out, change));
    }

    private static Live.History history(In in) {
        return Live.History.of(ZoneId.of(in.word()), in.vector(() -> change(in)));
    }

    private static void write(Out out, Live.Change change) {
        switch (change) {
            case Live.RolledOut c -> {
                header(out, "rolled-out", c);
                out.size(c.run());
                write(out, c.entry());
            }
            case Live.Activated c -> {
                header(out, "activated", c);
                out.size(c.run());
                Names.write(out, c.version());
                out.instant(c.activatedAt());
                out.optional(c.full(), entry -> write(out, entry));
            }
            case Live.Cancelled c -> {
                header(out, "cancelled", c);
                Names.write(out, c.version());
            }
            case Live.RolledBack c -> {
                header(out, "rolled-back", c);
                out.optional(c.from(), version -> Names.write(out, version));
                write(out, c.entry());
            }
            case Live.Withdrawn c -> {
                header(out, "withdrawn", c);
                Names.write(out, c.version());
            }
            case Live.CanaryOn c -> {
                header(out, "canary-on", c);
                out.size(c.canary().run());
                Names.write(out, c.canary().version());
                out.digest(c.canary().digest());
                Names.write(out, c.canary().selector());
                out.flag(c.canary().shadow());
                out.instant(c.canary().since());
            }
            case Live.CanaryOff c -> {
                header(out, "canary-off", c);
                out.size(c.run());
            }
        }
    }

    private static void header(Out out, String kind, Live.Change change) {
        out.word(kind);
        out.number(change.index());
        out.instant(change.at());
    }

    private static Live.Change change(In in) {
        var kind = in.word();
        var index = in.number();
        var at = in.instant();
        return switch (kind) {
            case "rolled-out" -> new Live.RolledOut(index, at, in.size(), entry(in));
            case "activated" ->
                    new Live.Activated(
                            index,
                            at,
                            in.size(),
                            Names.version(in),
                            in.instant(),
                            in.optional(() -> entry(in)));
            case "cancelled" -> new Live.Cancelled(index, at, Names.version(in));
            case "rolled-back" ->
                    new Live.RolledBack(index, at, in.optional(() -> Names.version(in)), entry(in));
            case "withdrawn" -> new Live.Withdrawn(index, at, Names.version(in));
            case "canary-on" ->
                    new Live.CanaryOn(
                            index,
                            at,
                            new Canary(
                                    in.size(),
                                    Names.version(in),
                                    in.digest(),
                                    Names.selector(in),
                                    in.flag(),
                                    in.instant()));
            case "canary-off" -> new Live.CanaryOff(index, at, in.size());
            default -> throw new IllegalArgumentException("no change is " + kind);
        };
    }

    private static void write(Out out, Timeline.Entry entry) {
        Names.write(out, entry.version());
        out.digest(entry.digest());
        out.instant(entry.from());
        out.optional(entry.until(), out::instant);
        out.instant(entry.activatedAt());
        out.flag(entry.retroactive());
        out.optional(entry.datedFrom(), out::instant);
    }

    private static Timeline.Entry entry(In in) {
        return new Timeline.Entry(
                Names.version(in),
                in.digest(),
                in.instant(),
                in.optional(in::instant),
                in.instant(),
                in.flag(),
                in.optional(in::instant));
    }
}
