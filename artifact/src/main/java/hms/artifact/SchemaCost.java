package hms.artifact;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How much work a schema could make, found without doing it: every keyword once for each way that
/// references lead to it. A schema whose references form a circle, or that multiplies through them,
/// is refused.
final class SchemaCost {
    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private static final Set<String> MARKS_OF_A_FULL_SCHEMA =
            Set.of(
                    "$schema",
                    "$ref",
                    "$defs",
                    "type",
                    "properties",
                    "allOf",
                    "anyOf",
                    "oneOf",
                    "not",
                    "additionalProperties");
    private static final List<String> NAMES = List.of("$id", "$anchor", "$dynamicAnchor");
    private static final long MAX_STEPS = 5_000_000;
    private static final long MAX_NODES = 20_000;

    private final JsonNode root;
    private final Map<String, Long> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private Optional<String> refusal = Optional.empty();

    private SchemaCost(JsonNode root) {
        this.root = root;
    }

    /// Whether this is a schema for all values together, and not a map of one schema for each
    /// value.
    static boolean isFull(JsonNode schema) {
        return schema.propertyNames().stream().anyMatch(MARKS_OF_A_FULL_SCHEMA::contains);
    }

    /// Why the schema is refused; empty if it can be run over `values` as often as there are dates.
    static Optional<String> of(JsonNode schema, Value values, int dates) {
        var cost = new SchemaCost(schema);
        var keywords = cost.of(schema, 0);
        if (cost.refusal.isPresent()) {
            return cost.refusal;
        }
        var steps = keywords * nodes(values) * dates;
        return keywords > MAX_NODES || steps > MAX_STEPS
                ? Optional.of(
                        "the schema is too large for so many values: checking could take "
                                + steps
                                + " steps")
                : Optional.empty();
    }

    private static long nodes(Value value) {
        if (value instanceof Value.ListValue list) {
            return 1 + list.items().stream().mapToLong(SchemaCost::nodes).sum();
        }
        if (value instanceof Value.MapValue map) {
            return 1 + map.entries().values().stream().mapToLong(SchemaCost::nodes).sum();
        }
        return value instanceof Value.Dated dated
                ? dated.steps().values().stream()
                        .mapToLong(step -> step.map(SchemaCost::nodes).orElse(1L))
                        .max()
                        .orElse(1)
                : 1;
    }

    private long of(JsonNode node, int depth) {
        if (refusal.isPresent() || depth > 2 * TreeBuilder.MAX_DEPTH) {
            return 1;
        }
        var sum = 1L;
        for (var child : node.values()) {
            sum += of(child, depth + 1);
        }
        if (node.isObject()) {
            checkNames(node, depth);
            sum += reference(node.path("$ref"), depth) + reference(node.path("$dynamicRef"), depth);
        }
        return Math.min(sum, MAX_NODES + 1);
    }

    /// `$id` and anchors below the root would change what references mean.
    private void checkNames(JsonNode node, int depth) {
        var dialect = node.path("$schema");
        if (dialect.isString() && !dialect.stringValue().replaceFirst("#$", "").equals(DIALECT)) {
            refusal =
                    Optional.of(
                            "the schema is written for "
                                    + Excerpts.quote(dialect.stringValue())
                                    + ", not for "
                                    + DIALECT);
        }
        for (var name : NAMES) {
            if (node.path(name).isString() && (depth > 0 || !name.equals("$id"))) {
                refusal = Optional.of("the schema uses " + name + "; only #/$defs/… is followed");
            }
        }
    }

    private long reference(JsonNode reference, int depth) {
        if (!reference.isString()) {
            return 0;
        }
        var target = reference.stringValue();
        var cached = known.get(target);
        if (cached != null) {
            return cached;
        }
        if (!open.add(target)) {
            refusal = Optional.of("the schema refers to itself through " + Excerpts.quote(target));
            return 0;
        }
        var cost = target(target).map(node -> of(node, depth + 1)).orElse(1L);
        open.remove(target);
        known.put(target, cost);
        return cost;
    }

    private Optional<JsonNode> target(String reference) {
        if (reference.equals("#")) {
            return Optional.of(root);
        }
        if (!reference.startsWith("#/")) {
            refusal =
                    Optional.of(
                            "the schema refers to "
                                    + Excerpts.quote(reference)
                                    + "; only #/$defs/… is followed");
            return Optional.empty();
        }
        var node = root;
        for (var step : reference.substring(2).split("/", -1)) {
            var name = step.replace("~1", "/").replace("~0", "~");
            node =
                    node.isArray() && name.matches("[0-9]{1,6}")
                            ? node.path(Integer.parseInt(name))
                            : node.path(name);
        }
        if (node.isMissingNode()) {
            refusal =
                    Optional.of(
                            "the schema refers to "
                                    + Excerpts.quote(reference)
                                    + ", which it does not have");
        }
        return Optional.of(node);
    }
}
