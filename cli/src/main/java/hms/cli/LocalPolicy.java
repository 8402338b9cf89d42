package hms.cli;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.Manifest;
import hms.artifact.ParseResult;
import hms.client.PolicyFile;
import hms.client.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An artifact on this machine, with the files that it names.
///
/// @param shown the file as the user named it
/// @param path the file
/// @param artifact what it says
/// @param files the contents of the files that it names, by the names as written there
/// @param warnings what is doubtful about it
record LocalPolicy(
        String shown,
        Path path,
        Artifact artifact,
        Map<String, byte[]> files,
        List<Finding> warnings) {
    /// A little more than an artifact may have, so that the parser can say that it is too large.
    static final long MOST_ARTIFACT = 4L * 1024 * 1024;

    private static final long MOST_FILE = 64L * 1024 * 1024;

    LocalPolicy {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        warnings = List.copyOf(warnings);
    }

    /// Reads files, each with what it names.
    ///
    /// @throws Failure with the findings of all of them, if one is no artifact
    static List<LocalPolicy> read(Invocation invocation, List<String> names) {
        var policies = new ArrayList<LocalPolicy>();
        var errors = new ArrayList<Finding>();
        for (var name : names) {
            read(invocation, name, errors).ifPresent(policies::add);
        }
        if (!errors.isEmpty()) {
            throw Failure.findings(
                    names.size() == 1
                            ? names.getFirst() + " is not a sound policy artifact."
                            : "Not all files are sound policy artifacts.",
                    errors);
        }
        requireOnce(policies);
        return policies;
    }

    /// One artifact, whatever becomes of the files that it names.
    static Artifact artifact(Invocation invocation, String name) {
        var bytes = Reading.bytes(invocation.environment().path(name), name, MOST_ARTIFACT);
        return switch (ArtifactParser.parse(bytes, name, Optional.empty())) {
            case ParseResult.Parsed parsed -> parsed.artifact();
            case ParseResult.Rejected rejected ->
                    throw Failure.findings(
                            name + " is not a sound policy artifact.", rejected.findings());
        };
    }

    private static Optional<LocalPolicy> read(
            Invocation invocation, String name, List<Finding> errors) {
        var path = invocation.environment().path(name);
        var bytes = Reading.bytes(path, name, MOST_ARTIFACT);
        return switch (ArtifactParser.parse(bytes, name, Optional.empty())) {
            case ParseResult.Parsed parsed -> {
                var files = named(name, path, parsed.artifact(), errors);
                yield Optional.of(
                        new LocalPolicy(name, path, parsed.artifact(), files, parsed.warnings()));
            }
            case ParseResult.Rejected rejected -> {
                errors.addAll(rejected.findings());
                yield Optional.empty();
            }
        };
    }

    private static Map<String, byte[]> named(
            String shown, Path path, Artifact artifact, List<Finding> errors) {
        var files = new LinkedHashMap<String, byte[]>();
        for (var name : artifact.namedFiles()) {
            var file = path.resolveSibling(name);
            if (Files.isRegularFile(file)) {
                files.put(name, Reading.bytes(file, name, MOST_FILE));
            } else {
                errors.add(
                        Finding.error(
                                "file-missing",
                                "it names " + name + ", and there is no such file beside it",
                                shown,
                                "put the file there, or leave its name out"));
            }
        }
        return files;
    }

    private static void requireOnce(List<LocalPolicy> policies) {
        var seen = new LinkedHashMap<String, LocalPolicy>();
        for (var policy : policies) {
            var other = seen.put(policy.artifact().id().text(), policy);
            if (other != null) {
                throw Failure.usage(
                        "%s and %s are both versions of %s."
                                .formatted(other.shown(), policy.shown(), policy.artifact().id()),
                        "Release one after the other.");
            }
        }
    }

    /// `id@version`.
    String name() {
        return artifact.name();
    }

    /// What an approval of it is about.
    Manifest.Member member() {
        return Manifest.Member.of(artifact, files);
    }

    /// It as it is sent.
    PolicyFile file() {
        return new PolicyFile(shown, path, artifact, files);
    }

    /// All of them as they are sent.
    static Release release(Path folder, List<LocalPolicy> policies) {
        return Release.of(folder, policies.stream().map(LocalPolicy::file).toList());
    }

    /// Where approvals that were made without a server lie.
    Path signatures() {
        return path.resolveSibling(path.getFileName() + ".sig");
    }

    static List<String> names(List<LocalPolicy> policies) {
        return policies.stream().map(LocalPolicy::name).toList();
    }
}
