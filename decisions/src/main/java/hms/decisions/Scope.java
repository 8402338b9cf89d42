package hms.decisions;

import dev.cel.common.types.CelType;
import hms.artifact.Artifact;
import hms.artifact.Input;
import hms.artifact.PolicyId;
import hms.artifact.Value;
import hms.decisions.Slot.PolicyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The names that an artifact's rules can say, and the slots that stand for them.
///
/// In scope are the values and inputs by their names, the values of used policies behind their
/// aliases, the other rules by name, and `on`, the date of evaluation. Values are also there as
/// `policy.…` and inputs as `input.…`, so that `has(policy.cap)` and `has(input.age)` can ask for
/// them.
final class Scope {
    static final String DATE = "on";
    static final String OWN_VALUES = "policy";
    static final String OWN_INPUTS = "input";

    private final Map<String, Name> names = new LinkedHashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Slot.Source, Slot> known = new LinkedHashMap<>();
    private final Map<String, CelType> ruleTypes = new LinkedHashMap<>();

    Scope(Artifact artifact, Map<String, Artifact> uses) {
        artifact.rules()
                .keySet()
                .forEach(
                        rule ->
                                names.put(
                                        rule,
                                        Name.leaf(
                                                rule,
                                                new Slot.RuleOutcome(rule),
                                                () -> ruleTypes.getOrDefault(rule, Types.MIXED))));
        var values = values("", artifact);
        var inputs = inputs(artifact);
        names.put(OWN_VALUES, Name.group(OWN_VALUES, values));
        names.put(OWN_INPUTS, Name.group(OWN_INPUTS, inputs));
        artifact.uses().forEach((alias, id) -> names.put(alias, used(alias, id, uses.get(alias))));
        names.putAll(inputs);
        names.putAll(values);
        names.put(DATE, Name.leaf(DATE, new Slot.OnDate(), () -> Types.DATE));
    }

    private static Name used(String alias, PolicyId id, @Nullable Artifact artifact) {
        return artifact == null
                ? Name.missing(alias, id.toString())
                : Name.group(alias, values(alias, artifact));
    }

    private static Map<String, Name> values(String alias, Artifact artifact) {
        var found = new LinkedHashMap<String, Name>();
        artifact.values()
                .forEach((name, value) -> found.put(name, value(alias, List.of(name), value)));
        return found;
    }

    private static Name value(String alias, List<String> path, Value value) {
        var source = new PolicyValue(alias, path);
        var type = RuntimeValues.typeOf(value);
        var children = new LinkedHashMap<String, Name>();
        maps(value)
                .forEach(
                        map ->
                                map.entries()
                                        .forEach(
                                                (key, entry) ->
                                                        children.putIfAbsent(
                                                                key,
                                                                value(
                                                                        alias,
                                                                        with(path, key),
                                                                        entry))));
        return Name.value(source.toString(), source, () -> type, children);
    }

    private static List<Value.MapValue> maps(Value value) {
        var maps = new ArrayList<Value.MapValue>();
        if (value instanceof Value.MapValue map) {
            maps.add(map);
        } else if (value instanceof Value.Dated dated) {
            dated.steps().values().forEach(step -> step.ifPresent(then -> maps.addAll(maps(then))));
        }
        return maps;
    }

    private static List<String> with(List<String> path, String key) {
        var longer = new ArrayList<>(path);
        longer.add(key);
        return List.copyOf(longer);
    }

    private static Map<String, Name> inputs(Artifact artifact) {
        var found = new LinkedHashMap<String, Name>();
        int field = 0;
        for (var input : artifact.inputs().values()) {
            var source = new Slot.GivenInput(field++);
            found.put(input.name(), Name.leaf(input.name(), source, () -> typeOf(input.type())));
        }
        return found;
    }

    private static CelType typeOf(Input.Type type) {
        return switch (type) {
            case NUMBER, INTEGER -> Types.NUMBER;
            case STRING -> Types.TEXT;
            case BOOLEAN -> Types.TRUTH;
            case DATE -> Types.DATE;
        };
    }

    Optional<Name> find(String name) {
        return Optional.ofNullable(names.get(name));
    }

    Iterable<String> allNames() {
        return names.keySet();
    }

    /// Records a rule's type, so that rules that read it can be checked.
    void typed(String rule, CelType type) {
        ruleTypes.put(rule, type);
    }

    Slot slot(Name name) {
        return slot(name.source().orElseThrow(), name::type);
    }

    Slot literal(Object value, CelType type) {
        return slot(new Slot.Literal(value), () -> type);
    }

    /// The slot that says whether a value or input is there.
    Slot presence(Name name) {
        Function<Slot.Source, Slot.Source> known =
                source -> {
                    if (source instanceof PolicyValue value) {
                        return new Slot.PolicyValueKnown(value);
                    }
                    if (source instanceof Slot.GivenInput input) {
                        return new Slot.InputKnown(input.field());
                    }
                    return new Slot.Literal(true);
                };
        return slot(known.apply(name.source().orElseThrow()), () -> Types.TRUTH);
    }

    private Slot slot(Slot.Source source, Supplier<CelType> type) {
        return known.computeIfAbsent(
                source,
                unused -> {
                    var slot = new Slot(slots.size(), type, source);
                    slots.add(slot);
                    return slot;
                });
    }

    List<Slot> slots() {
        return List.copyOf(slots);
    }
}
