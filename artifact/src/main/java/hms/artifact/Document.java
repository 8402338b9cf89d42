package hms.artifact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A YAML or JSON document that goes along with artifacts, such as a scenario file, read as
/// strictly as they are: one document, UTF-8, no duplicate keys, anchors or tags, bounded in size
/// and depth.
public sealed interface Document {

    /// Reads a document. Never throws, whatever the bytes are.
    ///
    /// @param bytes the file
    /// @param fileName its name, for messages and for the format, as with [ArtifactParser]
    static Document read(byte[] bytes, String fileName) {
        var findings = new Findings(fileName);
        var tree = ArtifactParser.tree(bytes, fileName, findings);
        return tree.isPresent() && !findings.hasErrors()
                ? new Tree(element(tree.get().root()))
                : new Refused(findings.list());
    }

    private static Element element(Node node) {
        var at = node.at();
        if (node instanceof Node.Sequence sequence) {
            var items = new ArrayList<Element>();
            sequence.items().forEach(item -> items.add(element(item)));
            return new Items(at.line(), at.column(), List.copyOf(items));
        }
        if (node instanceof Node.Mapping mapping) {
            var entries = new LinkedHashMap<String, Element>();
            mapping.members().forEach((key, member) -> entries.put(key, element(member.node())));
            return new Entries(at.line(), at.column(), entries);
        }
        var scalar = (Node.Scalar) node;
        return new Scalar(
                at.line(), at.column(), scalar.text(), scalar.kind(), Scalars.isNothing(scalar));
    }

    /// It could be read.
    record Tree(Element root) implements Document {}

    /// It could not.
    ///
    /// @param findings why; at least one error
    record Refused(List<Finding> findings) implements Document {
        public Refused {
            findings = List.copyOf(findings);
        }
    }

    /// A part of a document, with its place: line and column from 1.
    sealed interface Element {
        int line();

        int column();

        /// What a person would call it: `a number`, `a list` …
        String kind();
    }

    /// A number, a truth value, a date, a text, or nothing.
    ///
    /// @param text as it was written, without quotes
    /// @param isNothing whether it is `null`, or empty without quotes
    record Scalar(int line, int column, String text, String kind, boolean isNothing)
            implements Element {}

    /// Elements in order.
    record Items(int line, int column, List<Element> items) implements Element {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /// Elements by key, in the order of the file.
    record Entries(int line, int column, Map<String, Element> entries) implements Element {
        public Entries {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "a map";
        }
    }
}
