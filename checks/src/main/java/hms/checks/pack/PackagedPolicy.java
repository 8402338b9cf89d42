package hms.checks.pack;

import hms.artifact.Artifact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One artifact of a package, with the files that it names.
///
/// @param artifact the artifact
/// @param files what its `scenarios` and `tests` name, by the names as written there; nobody
///     changes the bytes
public record PackagedPolicy(Artifact artifact, Map<String, byte[]> files) {
    public PackagedPolicy {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        var missing = new ArrayList<>(artifact.namedFiles());
        missing.removeAll(files.keySet());
        if (!missing.isEmpty() || files.size() != artifact.namedFiles().size()) {
            throw new IllegalArgumentException(
                    artifact.name()
                            + " is packed with exactly the files that it names; missing: "
                            + missing);
        }
    }

    /// Where its files lie in the package: `id@version`.
    String folder() {
        return artifact.name();
    }
}
