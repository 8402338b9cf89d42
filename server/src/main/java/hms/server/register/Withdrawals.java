package hms.server.register;

import hms.core.event.EventCodec;
import hms.core.event.RunEvent;
import hms.core.state.CanaryVerdict;
import hms.core.state.Register;
import hms.core.state.Runs;
import hms.core.state.StageOutcome;
import hms.core.state.State;
import hms.ledger.Ledger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why rules were withdrawn: what stopped the run that had published them, from its entries.
final class Withdrawals {

    /// What a summary may begin with, and is said already.
    private static final Pattern SAID = Pattern.compile("^(Deploy failed|failed|inconclusive): ");

    private final Ledger ledger;
    private final Map<Integer, String> reasons = new ConcurrentHashMap<>();

    Withdrawals(Ledger ledger) {
        this.ledger = ledger;
    }

    /// In few sentences: what was withdrawn, why, and what stands.
    String summary(State state, Register.Published withdrawal) {
        return "Withdraws "
                + withdrawn(state, withdrawal).citation()
                + " before it was in force everywhere: "
                + reason(state, withdrawal)
                + ". "
                + standing(state, withdrawal);
    }

    /// As the document's own prose, in Markdown.
    String text(State state, Register.Published withdrawal) {
        var taken = withdrawn(state, withdrawal);
        return "%s is withdrawn. It published version %s of %s, which was never in force for everyone and is in force for nobody now.\n\nThe reason: %s.\n\n%s\n"
                .formatted(
                        taken.citation(),
                        taken.version(),
                        taken.policy(),
                        literal(reason(state, withdrawal)),
                        standing(state, withdrawal));
    }

    private static Register.Published withdrawn(State state, Register.Published withdrawal) {
        return state.register().document(withdrawal.withdraws().orElseThrow()).orElseThrow();
    }

    private static String standing(State state, Register.Published withdrawal) {
        return withdrawn(state, withdrawal)
                .amends()
                .flatMap(state.register()::document)
                .map(p -> p.citation() + " (version " + p.version() + ") stands.")
                .orElse("No earlier rule stands in its place.");
    }

    private String reason(State state, Register.Published withdrawal) {
        var known = reasons.get(withdrawal.number());
        if (known != null) {
            return known;
        }
        var reason =
                state.runs()
                        .closed(withdrawal.run())
                        .map(this::read)
                        .orElse("its deployment was stopped");
        reasons.put(withdrawal.number(), reason);
        return reason;
    }

    /// From the end of the run back to what it came to.
    private String read(Runs.Closed run) {
        @Nullable CanaryVerdict verdict = null;
        var found = "";
        for (int i = run.entries().size() - 1; i >= 0 && verdict == null; i--) {
            var event = EventCodec.decode(ledger.entry(run.entries().get(i))).event();
            if (event instanceof RunEvent.CanaryJudged judged) {
                verdict = judged.verdict();
            } else if (event instanceof RunEvent.StageFinished finished
                    && finished.outcome() == StageOutcome.FAILED) {
                found = finished.summary();
            } else if (event instanceof RunEvent.StageStarted) {
                break;
            }
        }
        if (verdict == null || verdict == CanaryVerdict.PASSED) {
            return "its deployment was stopped" + because(run.error().orElse(""));
        }
        var what =
                verdict == CanaryVerdict.FAILED
                        ? "its canary failed"
                        : "its canary was inconclusive";
        return what + because(found);
    }

    private static String because(String found) {
        var text = SAID.matcher(found).replaceFirst("").strip();
        while (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        return text.isEmpty() ? "" : ": " + text;
    }

    /// The text as Markdown that reads as exactly this.
    private static String literal(String text) {
        return text.replaceAll("([\\\\`*_{}\\[\\]<>()#+!|~-])", "\\\\$1");
    }
}
