package hms.artifact;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the place of a key in an artifact's file, by reading the exact bytes once more when the
/// first finding asks for one, so that artifacts do not keep their trees.
final class Places {
    private final Source source;
    private ArtifactParser.@Nullable Tree tree;

    private Places(Source source) {
        this.source = source;
    }

    static Places of(Artifact artifact) {
        return new Places(artifact.source());
    }

    private ArtifactParser.Tree tree() {
        var known = tree;
        if (known == null) {
            var findings = new Findings(source.fileName());
            known =
                    ArtifactParser.tree(source.exact(), source.fileName(), findings)
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    source + " was read before and cannot be now"));
            tree = known;
        }
        return known;
    }

    /// The place of what these keys and indexes lead to, or of the nearest thing above it that
    /// exists.
    At at(Object... steps) {
        return at(List.of(steps), LocalDate.MIN);
    }

    /// The same on a date: through dated values to what they hold then.
    At at(List<?> steps, LocalDate on) {
        var node = tree().root();
        for (var step : steps) {
            var next = child(current(node, on), step);
            if (next.isEmpty()) {
                return node.at();
            }
            node = next.get();
        }
        return current(node, on).at();
    }

    private static Node current(Node node, LocalDate on) {
        var dated = node instanceof Node.Mapping mapping ? mapping.members().get("dated") : null;
        if (dated != null && dated.node() instanceof Node.Mapping steps) {
            return steps.members().entrySet().stream()
                    .filter(step -> !LocalDate.parse(step.getKey()).isAfter(on))
                    .max(Map.Entry.comparingByKey())
                    .map(step -> step.getValue().node())
                    .orElse(node);
        }
        return node;
    }

    private static Optional<Node> child(Node node, Object step) {
        if (node instanceof Node.Mapping mapping) {
            return Optional.ofNullable(mapping.members().get(step.toString()))
                    .map(Node.Member::node);
        }
        if (node instanceof Node.Sequence sequence
                && step instanceof Integer index
                && index < sequence.items().size()) {
            return Optional.of(sequence.items().get(index));
        }
        return Optional.empty();
    }

    /// The place of `piece` in the text of this key; of the text, if it is written otherwise in the
    /// file.
    At within(String key, String piece) {
        var at = at(key);
        var text = tree().source();
        var found = text.text().indexOf(piece, text.indexOf(at));
        return found < 0 ? at : text.at(found, at.path());
    }
}
