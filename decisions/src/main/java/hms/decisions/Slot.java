package hms.decisions;

import dev.cel.common.types.CelType;
import hms.artifact.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A place that a compiled rule reads: a literal, a value of a policy, an input, another rule, or
/// the date. Rules know their slots by variables that no rule can write.
final class Slot {
    private static final String MARK = "__";

    private final int index;
    private final Supplier<CelType> type;
    private final Source source;

    Slot(int index, Supplier<CelType> type, Source source) {
        this.index = index;
        this.type = type;
        this.source = source;
    }

    int index() {
        return index;
    }

    /// Its type; that of a rule is known once the rule is compiled.
    CelType type() {
        return type.get();
    }

    Source source() {
        return source;
    }

    /// The name of the slot's variable.
    String variable() {
        return MARK + index + MARK;
    }

    static boolean isVariable(String name) {
        return name.startsWith(MARK);
    }

    /// Where the slot's value comes from.
    sealed interface Source {
        /// Whether the value depends on the date, or on the case.
        boolean varies(Facts facts);

        /// The value if it is the same for every evaluation on a date.
        ///
        /// @throws RuleFailure if there is none on that date
        Optional<Object> fixed(Facts facts);

        /// The value in one evaluation, for those that are not fixed.
        Object read(Evaluation evaluation);
    }

    /// Sources whose value is known as soon as the date is.
    sealed interface Fixed extends Source {
        @Override
        default Object read(Evaluation evaluation) {
            throw new IllegalStateException("a fixed value is read when its date is bound");
        }
    }

    record Literal(Object value) implements Fixed {
        @Override
        public boolean varies(Facts facts) {
            return false;
        }

        @Override
        public Optional<Object> fixed(Facts facts) {
            return Optional.of(value);
        }
    }

    /// The date of evaluation, in scope as `on`.
    record OnDate() implements Fixed {
        @Override
        public boolean varies(Facts facts) {
            return true;
        }

        @Override
        public Optional<Object> fixed(Facts facts) {
            return Optional.of(facts.on());
        }
    }

    /// A value of this policy (alias empty) or of one that it uses.
    record PolicyValue(String alias, List<String> path) implements Fixed {
        @Override
        public boolean varies(Facts facts) {
            return facts.changes(this);
        }

        @Override
        public Optional<Object> fixed(Facts facts) {
            return Optional.of(RuntimeValues.of(facts.require(this)));
        }

        Optional<Value> on(Facts facts) {
            return facts.find(this);
        }

        @Override
        public String toString() {
            var name = String.join(".", path);
            return alias.isEmpty() ? name : alias + "." + name;
        }
    }

    /// Whether a policy's value is there on the date: `has(policy.cap)`.
    record PolicyValueKnown(PolicyValue value) implements Fixed {
        @Override
        public boolean varies(Facts facts) {
            return facts.changes(value);
        }

        @Override
        public Optional<Object> fixed(Facts facts) {
            return Optional.of(value.on(facts).isPresent());
        }
    }

    record GivenInput(int field) implements Source {
        @Override
        public boolean varies(Facts facts) {
            return true;
        }

        @Override
        public Optional<Object> fixed(Facts facts) {
            return Optional.empty();
        }

        @Override
        public Object read(Evaluation evaluation) {
            return evaluation.input(field);
        }
    }

    /// Whether an input was given: `has(input.household)`.
    record InputKnown(int field) implements Source {
        @Override
        public boolean varies(Facts facts) {
            return true;
        }

        @Override
        public Optional<Object> fixed(Facts facts) {
            return Optional.empty();
        }

        @Override
        public Object read(Evaluation evaluation) {
            return evaluation.inputGiven(field);
        }
    }

    record RuleOutcome(String rule) implements Source {
        @Override
        public boolean varies(Facts facts) {
            return true;
        }

        @Override
        public Optional<Object> fixed(Facts facts) {
            return Optional.empty();
        }

        @Override
        public Object read(Evaluation evaluation) {
            return evaluation.rule(rule);
        }
    }
}
