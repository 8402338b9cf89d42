package hms.artifact;

import java.util.Optional;

/// Writes the `schema` of an artifact as JSON, and refuses what a schema must not have: references
/// to other documents.
final class SchemaText {
    private final Findings findings;

    SchemaText(Findings findings) {
        this.findings = findings;
    }

    Optional<String> of(Node.Mapping schema) {
        var out = new StringBuilder();
        return write(schema, out) ? Optional.of(out.toString()) : Optional.empty();
    }

    private boolean write(Node node, StringBuilder out) {
        if (node instanceof Node.Mapping mapping) {
            return map(mapping, out);
        }
        if (node instanceof Node.Sequence sequence) {
            return list(sequence, out);
        }
        return scalar((Node.Scalar) node, out);
    }

    private boolean map(Node.Mapping mapping, StringBuilder out) {
        var separator = "{";
        for (var entry : mapping.members().entrySet()) {
            var node = entry.getValue().node();
            out.append(separator);
            JsonText.string(out, entry.getKey());
            out.append(':');
            if (!isLocal(entry.getKey(), node) || !write(node, out)) {
                return false;
            }
            separator = ",";
        }
        out.append(mapping.members().isEmpty() ? "{}" : "}");
        return true;
    }

    private boolean list(Node.Sequence sequence, StringBuilder out) {
        var separator = "[";
        for (var item : sequence.items()) {
            out.append(separator);
            if (!write(item, out)) {
                return false;
            }
            separator = ",";
        }
        out.append(sequence.items().isEmpty() ? "[]" : "]");
        return true;
    }

    private boolean scalar(Node.Scalar scalar, StringBuilder out) {
        if (Scalars.isNothing(scalar)) {
            out.append("null");
            return true;
        }
        if (Scalars.isText(scalar)) {
            JsonText.string(out, scalar.text());
            return true;
        }
        var value = Scalars.value(scalar, findings);
        value.ifPresent(known -> known.writeJson(out));
        return value.isPresent();
    }

    private boolean isLocal(String key, Node node) {
        var reference = key.equals("$ref") || key.equals("$dynamicRef");
        if (reference && node instanceof Node.Scalar target && !target.text().startsWith("#")) {
            findings.error(
                    "remote-reference",
                    target.at(),
                    "the schema refers to "
                            + Excerpts.quote(target.text())
                            + ", outside of this file",
                    "copy what it needs into $defs and refer to it as #/$defs/…");
            return false;
        }
        return true;
    }
}
