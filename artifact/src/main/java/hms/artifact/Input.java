package hms.artifact;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a rule is asked with.
///
/// @param name the name by which rules read it
/// @param type what it is
/// @param unit its unit, for people and for checks of units
/// @param min the least number allowed
/// @param max the greatest number allowed
/// @param allowed the only values allowed; empty if any is
/// @param defaultValue what it is where a caller leaves it out; without one it must be given
/// @param description what to enter, for people
/// @param basis the law that allows rules to ask for it, where it is a protected attribute
public record Input(
        String name,
        Type type,
        Optional<String> unit,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        List<Value> allowed,
        Optional<Value> defaultValue,
        Optional<String> description,
        Optional<String> basis) {

    public Input {
        allowed = List.copyOf(allowed);
    }

    /// Whether a caller has to give it.
    public boolean isRequired() {
        return defaultValue.isEmpty();
    }

    /// The types of inputs.
    public enum Type {
        /// An exact decimal.
        NUMBER(Value.Kind.NUMBER),
        /// A decimal without fraction.
        INTEGER(Value.Kind.NUMBER),
        /// A text.
        STRING(Value.Kind.TEXT),
        /// A truth value.
        BOOLEAN(Value.Kind.BOOLEAN),
        /// A day.
        DATE(Value.Kind.DATE);

        private final Value.Kind kind;

        Type(Value.Kind kind) {
            this.kind = kind;
        }

        /// The name as it is written in a file.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The kind of the values it takes.
        public Value.Kind kind() {
            return kind;
        }

        static Optional<Type> of(String key) {
            for (var type : values()) {
                if (type.key().equals(key)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }
}
