package hms.decisions;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One case: rules as of a date, with inputs. Rules that read each other are run once, when they
/// are first read.
final class Evaluation implements CelVariableResolver {
    private final BoundRules bound;
    private final RuleSet rules;
    private final Inputs inputs;
    private @Nullable Map<String, Object> results;

    Evaluation(BoundRules bound, RuleSet rules, Inputs inputs) {
        this.bound = bound;
        this.rules = rules;
        this.inputs = inputs;
    }

    Decision decide(String rule) {
        var compiled = rules.rules().get(rule);
        if (compiled == null) {
            return new Decision.Failed(
                    FailureReason.NO_SUCH_RULE,
                    rules.artifact().id()
                            + " has no rule '"
                            + Wording.brief(rule)
                            + "'"
                            + Wording.didYouMean(rule, rules.names()));
        }
        try {
            return new Decision.Outcome(RuntimeValues.outcome(result(compiled)));
        } catch (RuleFailure failure) {
            return new Decision.Failed(failure.reason(), failure.explanation());
        }
    }

    private Object result(CompiledRule rule) {
        var known = results == null ? null : results.get(rule.name());
        if (known instanceof RuleFailure failure) {
            throw failure;
        }
        return known == null ? run(rule) : known;
    }

    private Object run(CompiledRule rule) {
        try {
            return rule.program().eval(this);
        } catch (CelEvaluationException e) {
            throw Failures.of(e);
        }
    }

    /// What another rule decided in this case.
    Object rule(String name) {
        var compiled = rules.rules().get(name);
        if (compiled == null) {
            throw new IllegalStateException("rule " + name + " was read but not compiled");
        }
        if (results == null) {
            results = new HashMap<>();
        }
        try {
            var result = result(compiled);
            results.put(name, result);
            return result;
        } catch (RuleFailure failure) {
            results.put(name, failure);
            throw failure;
        }
    }

    Object input(int field) {
        return inputs.require(field);
    }

    boolean inputGiven(int field) {
        return inputs.isGiven(field);
    }

    /// Called by the runtime for each variable of a rule.
    @Override
    public Optional<Object> find(String variable) {
        var slot = rules.slots().get(variable);
        if (slot == null) {
            return Optional.empty();
        }
        var fixed = bound.fixed(slot);
        if (fixed == null) {
            return Optional.of(slot.source().read(this));
        }
        if (fixed.failure() != null) {
            throw fixed.failure();
        }
        if (fixed.weight() > 0) {
            Work.charge(1 + fixed.weight() / 8);
        }
        return fixed.value();
    }
}
