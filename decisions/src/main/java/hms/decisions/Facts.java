package hms.decisions;

import hms.artifact.Artifact;
import hms.artifact.Value;
import hms.decisions.Slot.PolicyValue;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the policies say on one date: this one's values, and those of the policies that it uses.
final class Facts {
    private final Artifact artifact;
    private final Map<String, Artifact> uses;
    private final LocalDate on;

    Facts(Artifact artifact, Map<String, Artifact> uses, LocalDate on) {
        this.artifact = artifact;
        this.uses = uses;
        this.on = on;
    }

    LocalDate on() {
        return on;
    }

    /// A value on the date, empty if it has not begun or has ended.
    Optional<Value> find(PolicyValue name) {
        return Optional.ofNullable(top(name))
                .flatMap(value -> value.asOf(on))
                .flatMap(value -> below(value, name, 1));
    }

    /// A value on the date.
    ///
    /// @throws RuleFailure that says when it has one, if it has none
    Value require(PolicyValue name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new RuleFailure(
                                        FailureReason.NO_VALUE,
                                        name + " has no value on " + on + span(name)));
    }

    /// Whether a value changes on dates.
    boolean changes(PolicyValue name) {
        var value = top(name);
        return value != null && value.isDated();
    }

    private @Nullable Value top(PolicyValue name) {
        var owner = name.alias().isEmpty() ? artifact : uses.get(name.alias());
        return owner == null ? null : owner.values().get(name.path().get(0));
    }

    private static Optional<Value> below(Value value, PolicyValue name, int depth) {
        if (depth == name.path().size()) {
            return Optional.of(value);
        }
        if (value instanceof Value.MapValue map) {
            return Optional.ofNullable(map.entries().get(name.path().get(depth)))
                    .flatMap(entry -> below(entry, name, depth + 1));
        }
        return Optional.empty();
    }

    private String span(PolicyValue name) {
        var value = top(name);
        for (var step : name.path().subList(1, name.path().size())) {
            value = value instanceof Value.MapValue map ? map.entries().get(step) : value;
        }
        if (value instanceof Value.Dated dated) {
            var ends = dated.ends();
            var begins = dated.begins();
            if (begins.isPresent() && on.isBefore(begins.get())) {
                return ": it begins on " + begins.get();
            }
            if (ends.isPresent() && !on.isBefore(ends.get())) {
                return ": it ended on " + ends.get();
            }
        }
        return "";
    }
}
