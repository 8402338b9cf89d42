package hms.runs.intake;

import java.util.List;
import java.util.Optional;

/// Artifacts that were sent together, and the files that they name.
public record ReleaseFiles(List<NamedBytes> artifacts, List<NamedBytes> files) {

    public ReleaseFiles {
        artifacts = List.copyOf(artifacts);
        files = List.copyOf(files);
    }

    public static ReleaseFiles of(String path, byte[] artifact) {
        return new ReleaseFiles(List.of(new NamedBytes(path, artifact)), List.of());
    }

    /// The file that an artifact names: beside the artifact, or by the name alone.
    Optional<NamedBytes> named(NamedBytes artifact, String name) {
        int slash = artifact.path().lastIndexOf('/');
        var beside = artifact.path().substring(0, slash + 1) + name;
        return find(beside).or(() -> find(name));
    }

    private Optional<NamedBytes> find(String path) {
        return files.stream().filter(f -> f.path().equals(path)).findFirst();
    }
}
