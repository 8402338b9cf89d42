package hms.checks.scan.ethics;

import hms.artifact.Artifact;
import hms.artifact.Document;
import hms.artifact.Document.Element;
import hms.artifact.Document.Entries;

/// Where something stands in an artifact's file.
///
/// @param line the line, from 1; 0 if it is not there
/// @param column the column, from 1; 0 if it is not there
record Whereabouts(int line, int column) {

    /// The place of a key under a key of the root; of the latter, where there is no such key.
    static Whereabouts of(Artifact artifact, String root, String key) {
        if (Document.read(artifact.bytes(), artifact.source().fileName())
                        instanceof Document.Tree tree
                && tree.root() instanceof Entries entries) {
            Element at = entries.entries().get(root);
            if (at instanceof Entries inner && inner.entries().containsKey(key)) {
                at = inner.entries().get(key);
            }
            if (at != null) {
                return new Whereabouts(at.line(), at.column());
            }
        }
        return new Whereabouts(0, 0);
    }
}
