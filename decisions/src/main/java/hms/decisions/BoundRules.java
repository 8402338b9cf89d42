package hms.decisions;

import hms.artifact.Artifact;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rules as of one date. Immutable, for any number of threads.
public final class BoundRules {
    private final RuleSet rules;
    private final LocalDate on;
    private final @Nullable Fixed[] fixed;

    /// What a slot holds on the date, for all evaluations.
    ///
    /// @param value the value, or empty if there is none on that date
    /// @param failure why there is none
    /// @param weight how many values it holds, if it is a list or a map; else 0
    record Fixed(Optional<Object> value, @Nullable RuleFailure failure, int weight) {}

    BoundRules(RuleSet rules, Facts facts) {
        this.rules = rules;
        this.on = facts.on();
        this.fixed = new @Nullable Fixed[rules.slots().size()];
        rules.slots().values().forEach(slot -> fixed[slot.index()] = fix(slot, facts));
    }

    private static @Nullable Fixed fix(Slot slot, Facts facts) {
        try {
            var value = slot.source().fixed(facts);
            if (value.isEmpty()) {
                return null;
            }
            int weight = Work.weight(value.get());
            return new Fixed(value, null, weight == 1 ? 0 : weight);
        } catch (RuleFailure failure) {
            return new Fixed(Optional.empty(), failure, 0);
        }
    }

    /// The date.
    public LocalDate on() {
        return on;
    }

    /// The artifact whose rules these are.
    public Artifact artifact() {
        return rules.artifact();
    }

    /// What the rules are asked with, and how it is read.
    public InputForm inputs() {
        return rules.inputs();
    }

    /// Asks one rule. Never throws, whatever the inputs are.
    public Decision evaluate(String rule, Inputs inputs) {
        Work.begin();
        return new Evaluation(this, rules, inputs).decide(rule);
    }

    /// Asks all rules, in the order of the file.
    public Map<String, Decision> evaluateAll(Inputs inputs) {
        var evaluation = new Evaluation(this, rules, inputs);
        var decisions = new LinkedHashMap<String, Decision>();
        for (var rule : rules.names()) {
            Work.begin();
            decisions.put(rule, evaluation.decide(rule));
        }
        return Collections.unmodifiableMap(decisions);
    }

    @Nullable Fixed fixed(Slot slot) {
        return fixed[slot.index()];
    }
}
