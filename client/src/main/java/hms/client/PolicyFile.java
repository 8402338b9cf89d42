package hms.client;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.Manifest;
import hms.artifact.ParseResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A policy artifact that lies in a file, with the files that it names.
///
/// @param shown the file as its user names it
/// @param path where it lies
/// @param artifact what is in it
/// @param files the contents of the files that it names
public record PolicyFile(String shown, Path path, Artifact artifact, Map<String, byte[]> files) {
    private static final long MOST_ARTIFACT = 4L * 1024 * 1024;
    private static final long MOST_FILE = 64L * 1024 * 1024;

    public PolicyFile {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /// Reads policies, each with what it names.
    ///
    /// @throws UnsoundPolicy with all findings, if one is no sound artifact
    /// @throws UncheckedIOException if a file cannot be read
    public static List<PolicyFile> read(List<Path> paths) {
        var policies = new ArrayList<PolicyFile>();
        var findings = new ArrayList<Finding>();
        for (var path : paths) {
            read(path, findings).ifPresent(policies::add);
        }
        if (!findings.isEmpty()) {
            throw new UnsoundPolicy(findings);
        }
        return policies;
    }

    private static Optional<PolicyFile> read(Path path, List<Finding> findings) {
        var shown = path.toString();
        var result = ArtifactParser.parse(bytes(path, MOST_ARTIFACT), shown, Optional.empty());
        if (!(result instanceof ParseResult.Parsed parsed)) {
            findings.addAll(result.findings());
            return Optional.empty();
        }
        var files = new LinkedHashMap<String, byte[]>();
        for (var name : parsed.artifact().namedFiles()) {
            var file = path.resolveSibling(name);
            if (Files.isRegularFile(file)) {
                files.put(name, bytes(file, MOST_FILE));
            } else {
                findings.add(
                        Finding.error(
                                "file-missing",
                                "it names " + name + ", and there is no such file beside it",
                                shown,
                                "put the file there, or leave its name out"));
            }
        }
        return Optional.of(new PolicyFile(shown, path.toAbsolutePath(), parsed.artifact(), files));
    }

    private static byte[] bytes(Path path, long most) {
        try {
            if (Files.size(path) > most) {
                throw new IOException(path + " has more than " + most + " bytes");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " could not be read: " + e.getMessage(), e);
        }
    }

    /// `id@version`.
    public String name() {
        return artifact.name();
    }

    /// What an approval of it is about.
    public Manifest.Member member() {
        return Manifest.Member.of(artifact, files);
    }
}
