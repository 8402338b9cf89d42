package hms.checks.scan.ethics;

import static java.util.Objects.requireNonNull;

import hms.artifact.Input;
import hms.checks.cases.Case;
import hms.checks.cases.CaseFiles;
import hms.checks.cases.CaseReader;
import hms.checks.cases.Purpose;
import hms.decisions.BoundRules;
import hms.decisions.Decision;
import hms.decisions.RuleSet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The four-fifths rule (29 CFR 1607.4(D)): a rate of selection for one group that is less than
/// four fifths of that for the group with the highest rate is generally taken as evidence of
/// adverse impact. Here the groups are those of the scenarios' cases, and what is selected is
/// whoever a rule says yes to.
final class FourFifths implements CaseReader {
    /// How many cases a group needs: by the same section, small numbers are no evidence.
    static final int FEWEST = 30;

    /// How many groups are told apart by one input; with more, it is no group that a case is of.
    static final int MOST_GROUPS = 50;

    private static final BigDecimal FOUR_FIFTHS = new BigDecimal("0.8");
    private static final int DIGITS = 4;

    private final RuleSet.Dates dates;
    private final Map<Input, ProtectedAttribute> inputs;
    private final LocalDate day;
    private final Map<Pair, Map<String, Tally>> tallies = new LinkedHashMap<>();

    private record Pair(String rule, Input input) {}

    /// How often a rule said yes to a group.
    private static final class Tally {
        long asked;
        long yes;
    }

    /// How a rule treats one group.
    record Group(String name, long asked, long yes) {
        BigDecimal rate(boolean outcome) {
            return BigDecimal.valueOf(outcome ? yes : asked - yes)
                    .divide(BigDecimal.valueOf(asked), DIGITS, RoundingMode.HALF_UP);
        }

        private String text() {
            return "%s of %,d (%s)".formatted(percent(rate(true)), asked, name);
        }
    }

    /// How a rule treats the groups of an input that have enough cases; at least two of them.
    record Comparison(String rule, Input input, ProtectedAttribute attribute, List<Group> groups) {

        /// The lowest rate of an outcome as a share of the highest; 1 if nobody has it.
        BigDecimal ratio(boolean outcome) {
            var rates = groups.stream().map(group -> group.rate(outcome)).sorted().toList();
            return rates.getLast().signum() == 0
                    ? BigDecimal.ONE
                    : rates.getFirst().divide(rates.getLast(), DIGITS, RoundingMode.HALF_UP);
        }

        boolean isUnequal() {
            return ratio(true).compareTo(FOUR_FIFTHS) < 0;
        }

        String text() {
            return "by %s, %s is true for %s: the lowest rate is %s of the highest, less than four fifths (for false it is %s)"
                    .formatted(
                            input.name(),
                            rule,
                            groups.stream().map(Group::text).collect(Collectors.joining(", ")),
                            percent(ratio(true)),
                            percent(ratio(false)));
        }
    }

    private static String percent(BigDecimal share) {
        return share.movePointRight(2).setScale(1, RoundingMode.HALF_UP).toPlainString()
                + "\u00A0%";
    }

    private FourFifths(RuleSet rules, Map<Input, ProtectedAttribute> inputs, LocalDate day) {
        this.dates = rules.dates();
        this.inputs = inputs;
        this.day = day;
    }

    /// Replays an artifact's scenarios, and compares groups by each input for each rule that says
    /// yes or no.
    ///
    /// @return the comparisons; empty if the scenarios cannot be read
    static Optional<List<Comparison>> of(
            RuleSet rules,
            Map<String, byte[]> files,
            Map<Input, ProtectedAttribute> inputs,
            LocalDate day) {
        var counts = new FourFifths(rules, inputs, day);
        var problems =
                CaseFiles.read(
                        rules,
                        Optional.empty(),
                        rules.artifact().scenarios(),
                        files,
                        Purpose.SCENARIOS,
                        counts);
        return problems.isEmpty() ? Optional.of(counts.comparisons()) : Optional.empty();
    }

    @Override
    public void take(Case one) {
        var given = one.inputs().toNew();
        if (given.problem() != null) {
            return;
        }
        var on = one.on() == null ? day : one.on();
        var values = given.inputs().toMap();
        var groups = new LinkedHashMap<Input, String>();
        inputs.forEach(
                (input, attribute) ->
                        Optional.ofNullable(values.get(input.name()))
                                .map(value -> group(attribute, value, on))
                                .ifPresent(group -> groups.put(input, group)));
        if (!groups.isEmpty()) {
            count(one, dates.at(on), groups);
        }
    }

    private void count(Case one, BoundRules rules, Map<Input, String> groups) {
        for (var rule : rules.artifact().rules().keySet()) {
            if (one.inputs().toNew().ask(rules, rule) instanceof Decision.Outcome outcome
                    && outcome.value() instanceof Boolean yes) {
                groups.forEach((input, group) -> count(new Pair(rule, input), group, yes));
            }
        }
    }

    private void count(Pair pair, String group, boolean yes) {
        var byGroup = tallies.computeIfAbsent(pair, each -> new TreeMap<>());
        if (byGroup.size() >= MOST_GROUPS && !byGroup.containsKey(group)) {
            return;
        }
        var tally = byGroup.computeIfAbsent(group, each -> new Tally());
        tally.asked++;
        tally.yes += yes ? 1 : 0;
    }

    /// Ages fall into groups by the law: the Age Discrimination in Employment Act begins at 40 (29
    /// U.S.C. 631), old age at 65 (42 U.S.C. 416(l)). All else is a group by what it says.
    private static String group(ProtectedAttribute attribute, Object value, LocalDate on) {
        if (attribute == ProtectedAttribute.AGE && value instanceof BigDecimal years) {
            return ageGroup(years.intValue());
        }
        if (attribute == ProtectedAttribute.AGE && value instanceof LocalDate born) {
            return ageGroup(Period.between(born, on).getYears());
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static String ageGroup(int years) {
        if (years < 18) {
            return "under 18";
        }
        if (years < 40) {
            return "18 to 39";
        }
        return years < 65 ? "40 to 64" : "65 and over";
    }

    private List<Comparison> comparisons() {
        var comparisons = new ArrayList<Comparison>();
        tallies.forEach(
                (pair, byGroup) -> {
                    var groups = new ArrayList<Group>();
                    byGroup.forEach(
                            (name, tally) -> {
                                if (tally.asked >= FEWEST) {
                                    groups.add(new Group(brief(name), tally.asked, tally.yes));
                                }
                            });
                    if (groups.size() >= 2) {
                        comparisons.add(
                                new Comparison(
                                        pair.rule(),
                                        pair.input(),
                                        requireNonNull(inputs.get(pair.input())),
                                        groups));
                    }
                });
        return comparisons;
    }

    private static String brief(String name) {
        return name.codePointCount(0, name.length()) <= 40
                ? name.toLowerCase(Locale.ROOT)
                : name.substring(0, name.offsetByCodePoints(0, 40)) + "…";
    }
}
