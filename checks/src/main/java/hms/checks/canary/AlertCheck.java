package hms.checks.canary;

import java.util.Set;
import java.util.TreeSet;

/// Alerts beyond what was to be expected.
///
/// A kind that is called like a rule is expected as often as the simulation saw the rule say
/// `true`; any other, or one that was not simulated, as often as those raise it who do not have the
/// new version. Where nobody is left without it, every such alert counts. In a shadow canary
/// everybody obeys the old version, so that only the others can say what is usual.
final class AlertCheck {
    private static final String NAME = "alerts";

    private AlertCheck() {}

    static Judge.Against of(
            Terms terms, Foreseen foreseen, Signals canary, Signals baseline, Look look) {
        var all = Range.NOTHING;
        long beyondForeseen = 0;
        long beyondUsual = 0;
        for (var kind : kinds(canary, baseline)) {
            long raised = canary.alerts().getOrDefault(kind, 0L);
            var rule = look.shadow() ? null : foreseen.rule(kind).orElse(null);
            if (rule != null) {
                var range = Expected.share(rule.trues(), rule.asked(), canary.asked(kind));
                all = all.plus(range);
                beyondForeseen += Math.max(0, raised - range.most());
            } else {
                var range = usual(kind, canary, baseline);
                all = all.plus(range);
                beyondUsual += Math.max(0, raised - range.most());
            }
        }
        var said =
                "alerts "
                        + canary.alertCount()
                        + ", foreseen "
                        + all.text()
                        + " for "
                        + Judge.counted(canary.evaluations(), "evaluation");
        var check = check(terms, look, said, beyondForeseen, beyondUsual);
        return new Judge.Against(
                look.shadow() && baseline.subscribers() == 0
                        ? Check.ok(
                                NAME, "alerts " + canary.alertCount() + ", of the version in force")
                        : check,
                all);
    }

    private static Check check(
            Terms terms, Look look, String said, long beyondForeseen, long beyondUsual) {
        if (beyondForeseen >= terms.alerts()) {
            return Check.failing(NAME, said);
        }
        if (beyondForeseen + beyondUsual >= terms.alerts()) {
            return look.settled() ? Check.failing(NAME, said) : Check.waiting(NAME, said);
        }
        return Check.ok(NAME, said);
    }

    private static Set<String> kinds(Signals canary, Signals baseline) {
        var kinds = new TreeSet<>(canary.alerts().keySet());
        kinds.addAll(baseline.alerts().keySet());
        return kinds;
    }

    private static Range usual(String kind, Signals canary, Signals baseline) {
        long theirs = baseline.alerts().getOrDefault(kind, 0L);
        return canary.evaluations() > 0 && baseline.evaluations() > 0
                ? Expected.rate(
                        theirs, (double) baseline.evaluations(), (double) canary.evaluations())
                : Expected.rate(
                        theirs, (double) baseline.subscribers(), (double) canary.subscribers());
    }
}
