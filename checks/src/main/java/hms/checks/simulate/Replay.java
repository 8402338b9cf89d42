package hms.checks.simulate;

import hms.checks.cases.Case;
import hms.checks.cases.Case.Expectation;
import hms.decisions.Decision;
import hms.decisions.RuleSet;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks both versions case by case, and counts.
final class Replay {
    private static final int LONGEST_TEXT = 200;

    private final LocalDate today;
    private final RuleSet.Dates candidate;
    private final @Nullable RuleSet live;
    private final RuleSet.@Nullable Dates liveDates;
    private final Map<String, RuleTally> tallies = new LinkedHashMap<>();
    private final List<RuleTally> all;
    private final List<ChangedOutcome> changed = new ArrayList<>();
    private final List<UnadaptedCase> unadapted = new ArrayList<>();
    private long cases;
    private long adapted;
    private long changedOutcomes;

    /// @param today the date for cases that say none
    Replay(RuleSet candidate, Optional<RuleSet> live, LocalDate today) {
        this.today = today;
        this.candidate = candidate.dates();
        this.live = live.orElse(null);
        this.liveDates = live.map(RuleSet::dates).orElse(null);
        candidate.names().forEach(rule -> tallies.put(rule, new RuleTally(rule)));
        this.all = List.copyOf(tallies.values());
    }

    /// Replays a case.
    void judge(Case one) {
        cases++;
        var on = one.on() == null ? today : one.on();
        var rulesNow = candidate.at(on);
        var rulesBefore = liveDates == null ? null : liveDates.at(on);
        String why = null;
        String whose = "";
        for (var tally : asked(one)) {
            var after = one.inputs().toNew().ask(rulesNow, tally.rule());
            tally.asked(after);
            if (rulesBefore != null && live != null && live.names().contains(tally.rule())) {
                compare(
                        one,
                        on,
                        tally,
                        one.inputs().toLive().ask(rulesBefore, tally.rule()),
                        after);
            }
            var complaint = complaint(one, tally.rule(), after);
            if (complaint != null && why == null) {
                why = complaint;
                whose = tally.rule();
            }
        }
        if (why == null) {
            adapted++;
        } else if (unadapted.size() < SimulationReport.LISTED) {
            unadapted.add(new UnadaptedCase(one.place(), one.title(), whose, brief(why)));
        }
    }

    private List<RuleTally> asked(Case one) {
        if (one.rule() == null) {
            return all;
        }
        var asked = new ArrayList<RuleTally>();
        for (var tally : all) {
            if (tally.rule().equals(one.rule())
                    || one.expects().stream()
                            .anyMatch(expectation -> expectation.rule().equals(tally.rule()))) {
                asked.add(tally);
            }
        }
        return asked;
    }

    private void compare(Case one, LocalDate on, RuleTally tally, Decision before, Decision after) {
        if (isSame(before, after)) {
            return;
        }
        changedOutcomes++;
        var was = brief(before.text());
        var is = brief(after.text());
        tally.changed(was, is);
        if (changed.size() < SimulationReport.LISTED) {
            changed.add(
                    new ChangedOutcome(
                            one.place(),
                            one.title(),
                            tally.rule(),
                            on,
                            one.written().get(),
                            was,
                            is));
        }
    }

    /// Two failures are the same outcome: none.
    private static boolean isSame(Decision before, Decision after) {
        if (before instanceof Decision.Outcome was && after instanceof Decision.Outcome is) {
            return was.value().equals(is.value());
        }
        return before instanceof Decision.Failed && after instanceof Decision.Failed;
    }

    /// Why a decision is not what the case wants, or null if it is.
    private static @Nullable String complaint(Case one, String rule, Decision decision) {
        if (one.expects().isEmpty()) {
            return decision instanceof Decision.Failed failed ? failed.message() : null;
        }
        for (Expectation expectation : one.expects()) {
            if (expectation.rule().equals(rule) && !expectation.expected().holds(decision)) {
                return "expected " + expectation.expected().text() + ", got " + decision.text();
            }
        }
        return null;
    }

    private static String brief(String text) {
        return text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT / 2)) + "…";
    }

    SimulationReport report(BigDecimal threshold) {
        return new SimulationReport(
                cases,
                adapted,
                threshold,
                live != null,
                changedOutcomes,
                changed,
                unadapted,
                all.stream().map(RuleTally::counts).toList());
    }
}
