package hms.artifact;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the place of a key in an artifact's file, by reading the exact bytes once more: only who
/// has a finding to report needs it, so that artifacts do not keep their trees.
final class Places {
    private final Optional<ArtifactParser.Tree> tree;

    private Places(Optional<ArtifactParser.Tree> tree) {
        this.tree = tree;
    }

    static Places of(Artifact artifact) {
        var source = artifact.source();
        return new Places(
                ArtifactParser.tree(
                        source.exact(), source.fileName(), new Findings(source.fileName())));
    }

    /// The place of what these keys and indexes lead to, or of the nearest thing above it that
    /// exists.
    At at(Object... steps) {
        return at(List.of(steps), LocalDate.MIN);
    }

    /// The same on a date: through dated values to what they hold then.
    At at(List<?> steps, LocalDate on) {
        if (tree.isEmpty()) {
            return At.FILE;
        }
        var node = tree.get().root();
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

    /// The place of `piece` in the text at these keys; of the text, if it is written otherwise in
    /// the file.
    At within(String key, String piece) {
        var at = at(key);
        if (tree.isEmpty() || at.line() == 0) {
            return at;
        }
        var source = tree.get().source();
        var begin = source.indexOf(at);
        var found = source.text().indexOf(piece, begin);
        return found < 0 ? at : source.at(found, at.path());
    }
}
