package hms.checks.simulate;

import hms.decisions.Decision;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what one rule does.
final class RuleTally {
    private static final int KINDS = 20;
    private static final int COMPARABLE_KINDS = 100;

    private final String rule;
    private final Map<String, Long> changes = new LinkedHashMap<>();
    private final Map<String, Long> outcomes = new LinkedHashMap<>();
    private final Map<String, Long> comparable = new LinkedHashMap<>();
    private long asked;
    private long failed;
    private long changed;

    RuleTally(String rule) {
        this.rule = rule;
    }

    String rule() {
        return rule;
    }

    void asked(Decision decision) {
        asked++;
        if (decision instanceof Decision.Failed) {
            failed++;
        } else if (decision instanceof Decision.Outcome) {
            count(outcomes, decision.text());
        }
    }

    void changed(String before, String after) {
        changed++;
        count(changes, before + " → " + after);
        var kind = ChangeKind.of(before, after);
        boolean fits = comparable.size() < COMPARABLE_KINDS || comparable.containsKey(kind);
        comparable.merge(fits ? kind : ChangeKind.OTHERS, 1L, Long::sum);
    }

    private static void count(Map<String, Long> counts, String what) {
        if (counts.size() < KINDS || counts.containsKey(what)) {
            counts.merge(what, 1L, Long::sum);
        }
    }

    RuleCounts counts() {
        return new RuleCounts(rule, asked, failed, changed, changes, outcomes, comparable);
    }
}
