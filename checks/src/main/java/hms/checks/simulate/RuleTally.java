package hms.checks.simulate;

import hms.decisions.Decision;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what one rule does.
final class RuleTally {
    private static final int KINDS = 20;

    private final String rule;
    private final Map<String, Long> changes = new LinkedHashMap<>();
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
        }
    }

    void changed(String before, String after) {
        changed++;
        var kind = before + " → " + after;
        if (changes.size() < KINDS || changes.containsKey(kind)) {
            changes.merge(kind, 1L, Long::sum);
        }
    }

    RuleCounts counts() {
        return new RuleCounts(rule, asked, failed, changed, changes);
    }
}
