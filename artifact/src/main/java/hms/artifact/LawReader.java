package hms.artifact;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads what an artifact decides with: inputs, rules, the policies it uses, the schema.
final class LawReader {
    private static final int MAX_EXPRESSION = 20_000;
    private static final String INPUT_EXAMPLE =
            "write reading: { type: number, unit: ug_per_m3, min: 0 }";
    private static final Set<String> INPUT_KEYS =
            Set.of("type", "unit", "min", "max", "enum", "default", "description", "basis");

    private final SourceText source;
    private final Fields fields;
    private final Findings findings;
    private final Names names;

    LawReader(SourceText source, Fields fields, Findings findings) {
        this.source = source;
        this.fields = fields;
        this.findings = findings;
        this.names = new Names(findings);
    }

    Map<String, Rule> rules(Node node) {
        var rules = new LinkedHashMap<String, Rule>();
        fields.mapping(node, "write rules: { violation: reading > limit }")
                .ifPresent(
                        mapping ->
                                mapping.members()
                                        .forEach(
                                                (name, member) -> {
                                                    if (names.isName(
                                                            name, "rule", member.keyAt())) {
                                                        expression(member.node())
                                                                .ifPresent(
                                                                        text ->
                                                                                rules.put(
                                                                                        name,
                                                                                        new Rule(
                                                                                                name,
                                                                                                text,
                                                                                                begin(
                                                                                                        member
                                                                                                                .node()))));
                                                    }
                                                }));
        return rules;
    }

    private Optional<String> expression(Node node) {
        if (!(node instanceof Node.Scalar scalar)
                || Scalars.isNothing(node)
                || scalar.text().isBlank()) {
            findings.error(
                    "bad-rule",
                    node.at(),
                    node.kind() + " stands where an expression is needed",
                    "write an expression, as in reading > limit");
            return Optional.empty();
        }
        if (scalar.text().length() > MAX_EXPRESSION) {
            findings.error(
                    "rule-too-long",
                    node.at(),
                    "the expression has more than " + MAX_EXPRESSION + " characters",
                    "split it into several rules");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    private Place begin(Node node) {
        var at = node.at();
        var style = ((Node.Scalar) node).style();
        return switch (style) {
            case PLAIN -> at.place();
            case QUOTED -> new At(at.line(), at.column() + 1, at.path()).place();
            case BLOCK -> source.afterLine(at).place();
        };
    }

    Map<String, PolicyId> uses(Node node, PolicyId self, Map<String, Value> values) {
        var uses = new LinkedHashMap<String, PolicyId>();
        fields.mapping(node, "write uses: { fpl: hhs-poverty-guidelines }")
                .ifPresent(
                        mapping ->
                                mapping.members()
                                        .forEach(
                                                (alias, member) -> {
                                                    if (names.isName(alias, "alias", member.keyAt())
                                                            && isFree(
                                                                    alias,
                                                                    "alias",
                                                                    values,
                                                                    member.keyAt())) {
                                                        fields.policyId(member.node())
                                                                .filter(
                                                                        id ->
                                                                                isOther(
                                                                                        id,
                                                                                        self,
                                                                                        member
                                                                                                .node()))
                                                                .ifPresent(
                                                                        id -> uses.put(alias, id));
                                                    }
                                                }));
        return uses;
    }

    private boolean isOther(PolicyId id, PolicyId self, Node node) {
        if (id.equals(self)) {
            findings.error(
                    "uses-itself",
                    node.at(),
                    "the policy uses itself",
                    "name another policy, or delete the line");
        }
        return !id.equals(self);
    }

    private boolean isFree(String name, String what, Map<String, ?> taken, At at) {
        if (taken.containsKey(name)) {
            findings.error(
                    "name-collision",
                    at,
                    "the "
                            + what
                            + " "
                            + Excerpts.quote(name)
                            + " has the name of a value or alias, and rules could not tell them apart",
                    "give one of the two another name");
            return false;
        }
        return true;
    }

    Map<String, Input> inputs(Node node, Map<String, Value> values, Map<String, PolicyId> uses) {
        var inputs = new LinkedHashMap<String, Input>();
        fields.mapping(node, "write inputs: { reading: { type: number } }")
                .ifPresent(
                        mapping ->
                                mapping.members()
                                        .forEach(
                                                (name, member) -> {
                                                    if (names.isName(name, "input", member.keyAt())
                                                            && isFree(
                                                                    name,
                                                                    "input",
                                                                    values,
                                                                    member.keyAt())
                                                            && isFree(
                                                                    name,
                                                                    "input",
                                                                    uses,
                                                                    member.keyAt())) {
                                                        input(name, member.node())
                                                                .ifPresent(
                                                                        input ->
                                                                                inputs.put(
                                                                                        name,
                                                                                        input));
                                                    }
                                                }));
        return inputs;
    }

    private Optional<Input> input(String name, Node node) {
        return fields.mapping(node, INPUT_EXAMPLE)
                .flatMap(
                        mapping -> {
                            mapping.members()
                                    .forEach(
                                            (key, member) -> {
                                                if (!INPUT_KEYS.contains(key)) {
                                                    findings.error(
                                                            "unknown-key",
                                                            member.keyAt(),
                                                            "an input has no key "
                                                                    + Excerpts.quote(key),
                                                            "use type, unit, min, max, enum, default, description or basis");
                                                }
                                            });
                            return type(mapping)
                                    .map(type -> new InputReader(name, type, mapping).read());
                        });
    }

    private Optional<Input.Type> type(Node.Mapping mapping) {
        var member = mapping.members().get("type");
        if (member == null) {
            findings.error("missing-key", mapping.at(), "the input has no type", INPUT_EXAMPLE);
            return Optional.empty();
        }
        return fields.text(member.node())
                .flatMap(
                        scalar -> {
                            var type = Input.Type.of(scalar.text());
                            if (type.isEmpty()) {
                                findings.error(
                                        "bad-input-type",
                                        scalar.at(),
                                        "there is no input type " + Excerpts.quote(scalar.text()),
                                        "write number, integer, string, boolean or date");
                            }
                            return type;
                        });
    }

    Optional<String> schema(Node node) {
        return fields.mapping(node, "write schema: { limit: { type: number, minimum: 0 } }")
                .flatMap(mapping -> new SchemaText(findings).of(mapping));
    }

    /// Reads one input whose type is known.
    private final class InputReader {
        private final String name;
        private final Input.Type type;
        private final Node.Mapping mapping;

        InputReader(String name, Input.Type type, Node.Mapping mapping) {
            this.name = name;
            this.type = type;
            this.mapping = mapping;
        }

        Input read() {
            var min = bound("min");
            var max = bound("max");
            if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
                findings.error(
                        "bad-range", mapping.at(), "min is greater than max", "swap the two");
            }
            return new Input(
                    name,
                    type,
                    at("unit").flatMap(fields::line),
                    min,
                    max,
                    at("enum").map(this::allowed).orElse(List.of()),
                    at("default").flatMap(this::typed),
                    at("description").flatMap(fields::line),
                    at("basis").flatMap(fields::line));
        }

        private Optional<Node> at(String key) {
            return Optional.ofNullable(mapping.members().get(key)).map(Node.Member::node);
        }

        private Optional<BigDecimal> bound(String key) {
            return at(key).flatMap(
                            node -> {
                                if (type.kind() != Value.Kind.NUMBER) {
                                    findings.error(
                                            "bad-range",
                                            node.at(),
                                            key + " stands with type " + type.key(),
                                            "use it with numbers only");
                                    return Optional.empty();
                                }
                                return typed(node).map(value -> ((Value.Num) value).number());
                            });
        }

        private List<Value> allowed(Node node) {
            if (node instanceof Node.Sequence sequence && !sequence.items().isEmpty()) {
                return sequence.items().stream().flatMap(item -> typed(item).stream()).toList();
            }
            findings.error(
                    "not-a-list",
                    node.at(),
                    "enum needs a list of the values that are allowed",
                    "write enum: [KS, AL]");
            return List.of();
        }

        private Optional<Value> typed(Node node) {
            return new ValueReader(findings)
                    .read(node)
                    .filter(
                            value -> {
                                var whole =
                                        type != Input.Type.INTEGER
                                                || !(value instanceof Value.Num num)
                                                || num.number().stripTrailingZeros().scale() <= 0;
                                if (value.kind() == type.kind() && whole && !value.isDated()) {
                                    return true;
                                }
                                findings.error(
                                        "wrong-type",
                                        node.at(),
                                        "the value does not fit the input's type " + type.key(),
                                        "write "
                                                + (type == Input.Type.INTEGER
                                                        ? "a whole number"
                                                        : type.kind().toString()));
                                return false;
                            });
        }
    }
}
