package hms.artifact;

import java.util.List;
import java.util.Map;

/// The tree of a document, the same whether it was written in YAML or in JSON, with the place of
/// every node.
sealed interface Node {
    At at();

    /// What a person would call it.
    String kind();

    /// How a scalar was written.
    enum Style {
        /// Without quotes: it may be a number, a truth value or nothing at all.
        PLAIN,
        /// In quotes.
        QUOTED,
        /// As a YAML block, after `|` or `>`.
        BLOCK
    }

    record Scalar(At at, String text, Style style) implements Node {
        @Override
        public String kind() {
            return Scalars.kind(this);
        }
    }

    record Sequence(At at, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /// @param members in the order of the file; never changed once the tree is built
    record Mapping(At at, Map<String, Member> members) implements Node {
        @Override
        public String kind() {
            return "a map";
        }
    }

    /// A key's place, and what it names.
    record Member(At keyAt, Node node) {}
}
