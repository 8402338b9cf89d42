package hms.decisions;

import hms.artifact.Artifact;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rules as of one date. Immutable, for any number of threads.
public final class BoundRules {
    private final RuleSet rules;
    private final LocalDate on;
    private final @Nullable Fixed[] fixed;

    private final int weight;

    /// @param always what the slots hold on every date, by index
    BoundRules(RuleSet rules, Facts facts, @Nullable Fixed[] always) {
        this.rules = rules;
        this.on = facts.on();
        this.fixed = always.clone();
        int sum = fixed.length;
        for (var slot : rules.slots().values()) {
            if (slot.source().varies(facts)) {
                var held = Fixed.of(slot, facts);
                fixed[slot.index()] = held;
                sum += held == null ? 0 : held.weight();
            }
        }
        this.weight = sum;
    }

    /// How much it holds that is of this date alone.
    int weight() {
        return weight;
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
