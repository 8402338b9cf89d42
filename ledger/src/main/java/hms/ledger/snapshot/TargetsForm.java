package hms.ledger.snapshot;

import hms.core.state.TargetOutcome;
import hms.core.state.Targets;

final class TargetsForm {

    private TargetsForm() {}

    static void write(Out out, Targets targets) {
        out.map(
                targets.served(),
                id -> Names.write(out, id),
                served -> {
                    out.size(served.run());
                    out.word(served.outcome());
                    out.number(served.sequence());
                    out.digest(served.shipment());
                    out.instant(served.at());
                });
        out.map(
                targets.behind(),
                id -> Names.write(out, id),
                behind -> {
                    out.number(behind.since());
                    out.instant(behind.first());
                    out.all(behind.runs(), out::size);
                    out.all(behind.policies(), id -> Names.write(out, id));
                    out.size(behind.attempts());
                    out.instant(behind.due());
                });
    }

    static Targets read(In in) {
        return new Targets(
                in.map(
                        () -> Names.target(in),
                        () ->
                                new Targets.Served(
                                        in.size(),
                                        in.word(TargetOutcome.class),
                                        in.number(),
                                        in.digest(),
                                        in.instant())),
                in.map(
                        () -> Names.target(in),
                        () ->
                                new Targets.Behind(
                                        in.number(),
                                        in.instant(),
                                        in.list(in::size),
                                        in.list(() -> Names.policy(in)),
                                        in.size(),
                                        in.instant())));
    }
}
