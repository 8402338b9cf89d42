package hms.artifact;

import com.networknt.schema.Schema;
import hms.artifact.Document.Element;
import hms.artifact.Document.Entries;
import hms.artifact.Document.Items;
import hms.artifact.Document.Scalar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The schema of an artifact, to try values on that the artifact does not have: is it as strict as
/// its author thinks?
public final class SchemaTrial {
    private static final int MOST_COMPLAINTS = 3;

    private final Artifact artifact;
    private final Schema schema;

    private SchemaTrial(Artifact artifact, Schema schema) {
        this.artifact = artifact;
        this.schema = schema;
    }

    /// The schema; empty if the artifact has none, or one that [SchemaCheck] refuses.
    public static Optional<SchemaTrial> of(Artifact artifact) {
        return SchemaCheck.usable(artifact).map(schema -> new SchemaTrial(artifact, schema));
    }

    /// Holds the artifact's values against the schema, some of them replaced.
    ///
    /// @param replaced what stands in place of the artifact's values, by name; nothing takes a
    ///     value away
    /// @param on the date of the artifact's other values
    /// @return why the schema refuses them; empty if it accepts them
    public Optional<String> complaint(Map<String, Element> replaced, LocalDate on) {
        var findings = new Findings(artifact.source().fileName());
        var values = new LinkedHashMap<>(artifact.valuesAsOf(on));
        replaced.forEach(
                (name, element) -> {
                    values.remove(name);
                    if (!isNothing(element)) {
                        new ValueReader(findings)
                                .read(node(element))
                                .ifPresent(value -> values.put(name, value));
                    }
                });
        if (findings.hasErrors()) {
            return Optional.of(findings.list().get(0).message());
        }
        var all = new Value.MapValue(values);
        var cost =
                SchemaCost.of(SchemaCheck.JSON.readTree(artifact.schema().orElseThrow()), all, 1);
        if (cost.isPresent()) {
            return cost;
        }
        var errors = schema.validate(SchemaCheck.JSON.readTree(all.toJson()));
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        errors.stream()
                                .limit(MOST_COMPLAINTS)
                                .map(error -> Excerpts.plain(String.valueOf(error)))
                                .collect(Collectors.joining("; ")));
    }

    private static boolean isNothing(Element element) {
        return element instanceof Scalar scalar && scalar.isNothing();
    }

    private static Node node(Element element) {
        var at = new At(element.line(), element.column(), Path.ROOT);
        if (element instanceof Items list) {
            var nodes = new ArrayList<Node>();
            list.items().forEach(item -> nodes.add(node(item)));
            return new Node.Sequence(at, nodes);
        }
        if (element instanceof Entries map) {
            var members = new LinkedHashMap<String, Node.Member>();
            map.entries().forEach((key, each) -> members.put(key, new Node.Member(at, node(each))));
            return new Node.Mapping(at, members);
        }
        var scalar = (Scalar) element;
        var style = scalar.kind().equals("a text") ? Node.Style.QUOTED : Node.Style.PLAIN;
        return new Node.Scalar(at, scalar.text(), style);
    }
}
