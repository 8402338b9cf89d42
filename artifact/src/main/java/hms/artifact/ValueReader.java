package hms.artifact;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Reads values: scalars, lists, maps, and values that change on dates.
final class ValueReader {
    private static final String DATED = "dated";

    private final Findings findings;

    ValueReader(Findings findings) {
        this.findings = findings;
    }

    /// The value; empty, with a finding, if it is none.
    Optional<Value> read(Node node) {
        if (Scalars.isNothing(node)) {
            findings.error(
                    "null-value",
                    node.at(),
                    "there is no value here",
                    "write a value or delete the key; a value that ends is written { dated: { 2024-01-01: 5, 2025-01-01: null } }");
            return Optional.empty();
        }
        if (node instanceof Node.Scalar scalar) {
            return Scalars.value(scalar, findings);
        }
        if (node instanceof Node.Sequence sequence) {
            return list(sequence);
        }
        var mapping = (Node.Mapping) node;
        return mapping.members().containsKey(DATED) ? dated(mapping) : map(mapping);
    }

    private Optional<Value> list(Node.Sequence sequence) {
        var items = new ArrayList<Value>();
        sequence.items().forEach(item -> read(item).ifPresent(items::add));
        return items.size() == sequence.items().size()
                ? Optional.of(new Value.ListValue(items))
                : Optional.empty();
    }

    private Optional<Value> map(Node.Mapping mapping) {
        var entries = new LinkedHashMap<String, Value>();
        mapping.members()
                .forEach(
                        (name, member) ->
                                read(member.node()).ifPresent(value -> entries.put(name, value)));
        return entries.size() == mapping.members().size()
                ? Optional.of(new Value.MapValue(entries))
                : Optional.empty();
    }

    private Optional<Value> dated(Node.Mapping mapping) {
        if (mapping.members().size() > 1) {
            var other =
                    mapping.members().entrySet().stream()
                            .filter(e -> !e.getKey().equals(DATED))
                            .findFirst()
                            .orElseThrow();
            findings.error(
                    "bad-dated",
                    other.getValue().keyAt(),
                    "the key "
                            + Excerpts.quote(other.getKey())
                            + " stands beside dated, which has to stand alone",
                    "put it into a map of its own");
            return Optional.empty();
        }
        var member = mapping.members().get(DATED);
        if (member == null
                || !(member.node() instanceof Node.Mapping steps)
                || steps.members().isEmpty()) {
            findings.error(
                    "bad-dated",
                    member == null ? mapping.at() : member.node().at(),
                    "dated needs a map of dates and values",
                    "write { dated: { 2024-01-01: 200000, 2025-01-01: 210000 } }");
            return Optional.empty();
        }
        var read = steps(steps);
        if (read.size() != steps.members().size() || !isUniform(read, steps)) {
            return Optional.empty();
        }
        return Optional.of(new Value.Dated(read));
    }

    private NavigableMap<LocalDate, Optional<Value>> steps(Node.Mapping steps) {
        var read = new TreeMap<LocalDate, Optional<Value>>();
        steps.members()
                .forEach(
                        (key, member) -> {
                            var date =
                                    Scalars.date(
                                            new Node.Scalar(member.keyAt(), key, Node.Style.QUOTED),
                                            findings);
                            if (Scalars.isNothing(member.node())) {
                                date.ifPresent(from -> read.put(from, Optional.empty()));
                                return;
                            }
                            var value = read(member.node());
                            if (date.isPresent() && value.isPresent()) {
                                read.put(date.get(), value);
                            }
                        });
        return read;
    }

    private boolean isUniform(Map<LocalDate, Optional<Value>> read, Node.Mapping steps) {
        Optional<Value.Kind> kind = Optional.empty();
        for (var step : read.entrySet()) {
            if (step.getValue().isEmpty()) {
                continue;
            }
            var value = step.getValue().get();
            var member = steps.members().get(step.getKey().toString());
            var at = member == null ? steps.at() : member.node().at();
            if (value instanceof Value.Dated) {
                findings.error(
                        "bad-dated",
                        at,
                        "a dated value stands directly in a dated value",
                        "merge the dates into one map");
                return false;
            }
            if (kind.isPresent() && kind.get() != value.kind()) {
                findings.error(
                        "bad-dated",
                        at,
                        "the value from "
                                + step.getKey()
                                + " is "
                                + value.kind()
                                + ", the earlier one is "
                                + kind.get(),
                        "keep one type over all dates");
                return false;
            }
            kind = Optional.of(value.kind());
        }
        if (kind.isEmpty()) {
            findings.error(
                    "bad-dated",
                    steps.at(),
                    "a dated value never has a value",
                    "give at least one date a value");
        }
        return kind.isPresent();
    }
}
