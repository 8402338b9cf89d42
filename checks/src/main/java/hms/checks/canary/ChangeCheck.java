package hms.checks.canary;

import hms.checks.simulate.ChangeKind;
import java.util.Map;
import java.util.TreeMap;

/// Outcomes that differ between both versions on the very same inputs. This finds what errs in
/// either direction: a point that slipped, a sign, a unit, a branch that is gone.
///
/// A kind of change that the simulation never showed may come once; one that it showed, as often as
/// its share makes likely. Where nothing was simulated nobody can say which changes are meant, so
/// that two of them make the canary inconclusive.
final class ChangeCheck {
    private static final String NAME = "changes";

    /// So many beyond what was foreseen.
    private static final long TOO_MANY = 2;

    private final Foreseen foreseen;
    private final Signals canary;
    private Range all = Range.NOTHING;
    private long beyond;
    private long worstBeyond;
    private String worst = "";
    private long untold;

    private ChangeCheck(Foreseen foreseen, Signals canary) {
        this.foreseen = foreseen;
        this.canary = canary;
    }

    static Judge.Against of(Foreseen foreseen, Signals canary) {
        var judged = new ChangeCheck(foreseen, canary);
        var check = judged.check();
        return new Judge.Against(check, judged.all);
    }

    private Check check() {
        long pooled = 0;
        var byRule = new TreeMap<String, Map<String, Long>>();
        for (var change : canary.changes().entrySet()) {
            int colon = change.getKey().indexOf(": ");
            if (colon < 0) {
                pooled += change.getValue();
                continue;
            }
            byRule.computeIfAbsent(change.getKey().substring(0, colon), r -> new TreeMap<>())
                    .merge(
                            ChangeKind.ofReported(change.getKey().substring(colon + 2)),
                            change.getValue(),
                            Long::sum);
        }
        byRule.forEach(this::rule);
        pooled(pooled);
        var said =
                "changed outcomes "
                        + canary.changeCount()
                        + " of "
                        + canary.compared()
                        + " compared";
        if (beyond >= TOO_MANY) {
            return Check.failing(NAME, said + ": " + worst);
        }
        if (untold >= TOO_MANY) {
            return Check.unclear(
                    NAME,
                    said + ", and no simulation foresaw any: give the artifact scenarios that do");
        }
        return Check.ok(NAME, said + ", foreseen " + all.text());
    }

    private void rule(String rule, Map<String, Long> kinds) {
        var known = foreseen.compared() ? foreseen.rule(rule).orElse(null) : null;
        if (known == null) {
            untold += kinds.values().stream().mapToLong(Long::longValue).sum();
            return;
        }
        for (var kind : kinds.entrySet()) {
            long shown =
                    known.kinds()
                            .getOrDefault(
                                    kind.getKey(),
                                    known.kinds().getOrDefault(ChangeKind.OTHERS, 0L));
            var range = foreseen(shown, known.asked(), canary.compared(rule));
            all = all.plus(range);
            beyond(rule + ": " + kind.getKey(), kind.getValue(), range);
        }
    }

    /// What a subscriber saw beyond the kinds that it tells apart: together with the rest it must
    /// not be more than all that was foreseen.
    private void pooled(long others) {
        if (others == 0) {
            return;
        }
        if (!foreseen.compared()) {
            untold += others;
            return;
        }
        var together = Range.NOTHING;
        for (var rule : foreseen.simulated().entrySet()) {
            long shown = rule.getValue().kinds().values().stream().mapToLong(n -> n).sum();
            together =
                    together.plus(
                            foreseen(
                                    shown,
                                    rule.getValue().asked(),
                                    canary.compared(rule.getKey())));
        }
        all = all.plus(together);
        beyond("changes of all kinds", canary.changeCount(), together);
    }

    private static Range foreseen(long shown, long asked, long compared) {
        return shown == 0 ? Range.NOTHING : Expected.share(shown, asked, compared);
    }

    private void beyond(String what, long seen, Range range) {
        long more = Math.max(0, seen - range.most());
        beyond += more;
        if (more > worstBeyond) {
            worstBeyond = more;
            worst =
                    what
                            + " "
                            + seen
                            + (seen == 1 ? " time, " : " times, ")
                            + (range.most() == 0 ? "never foreseen" : "foreseen " + range.text());
        }
    }
}
