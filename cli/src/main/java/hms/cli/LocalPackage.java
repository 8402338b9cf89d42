package hms.cli;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.checks.pack.PackageReader;
import hms.checks.pack.PackagedPolicy;
import hms.checks.pack.ReadResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a command is to look at: a package, or an artifact with the files beside it.
///
/// @param shown the file as the user named it
/// @param policies what is in it
/// @param neighbours the policies in the same folder, by which what it uses can be found
/// @param isPackage whether it is a package
record LocalPackage(
        String shown,
        List<PackagedPolicy> policies,
        Map<PolicyId, Artifact> neighbours,
        boolean isPackage) {
    /// A little more than a package may have, so that the reader can say that it is too large.
    private static final long MOST_PACKAGE = 96L << 20;

    private static final String JSON_PACKAGE = "\"format\":\"hms-package/";
    private static final int JSON_HEAD = 200;

    /// Reads a file.
    ///
    /// @throws Failure if it is neither, with what is wrong
    static LocalPackage read(Invocation invocation, String name) {
        var path = invocation.environment().path(name);
        var bytes = Reading.bytes(path, name, MOST_PACKAGE);
        if (isPackage(name, bytes)) {
            return switch (PackageReader.read(bytes, name)) {
                case ReadResult.Read read -> of(name, path, read.contents().policies(), true);
                case ReadResult.Refused refused ->
                        throw Failure.findings(
                                name + " is not a sound package.", refused.findings());
            };
        }
        var policies =
                LocalPolicy.read(invocation, List.of(name)).stream()
                        .map(policy -> new PackagedPolicy(policy.artifact(), policy.files()))
                        .toList();
        return of(name, path, policies, false);
    }

    private static LocalPackage of(
            String name, Path path, List<PackagedPolicy> policies, boolean isPackage) {
        var inside = new HashMap<PolicyId, Artifact>();
        policies.forEach(policy -> inside.put(policy.artifact().id(), policy.artifact()));
        var neighbours = new HashMap<PolicyId, Artifact>();
        var missing =
                policies.stream()
                        .flatMap(policy -> policy.artifact().uses().values().stream())
                        .anyMatch(id -> !inside.containsKey(id));
        var folder = path.toAbsolutePath().getParent();
        if (missing && folder != null) {
            neighbours.putAll(LintCommand.policiesIn(folder));
        }
        return new LocalPackage(name, policies, neighbours, isPackage);
    }

    /// An artifact is YAML or JSON; all else is a package, or should be one.
    private static boolean isPackage(String name, byte[] bytes) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".json")) {
            var head =
                    new String(
                            bytes,
                            0,
                            Math.min(bytes.length, JSON_HEAD),
                            StandardCharsets.ISO_8859_1);
            return head.replaceAll("\\s", "").contains(JSON_PACKAGE);
        }
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return false;
        }
        return isArchive(bytes) || lower.matches(".*\\.(tgz|gz|zip|xml)");
    }

    private static boolean isArchive(byte[] bytes) {
        var head = new String(bytes, 0, Math.min(bytes.length, 2), StandardCharsets.ISO_8859_1);
        return head.equals("\u001f\u008b") || head.equals("PK") || head.startsWith("<");
    }

    /// The file that a finding is in, as the user can open it: in a package, its name there.
    String file(String artifact, String file) {
        if (isPackage) {
            return shown + ": " + (file.contains("/policy.") ? file : artifact + "/" + file);
        }
        if (file.equals(shown)) {
            return shown;
        }
        var folder = shown.substring(0, shown.lastIndexOf('/') + 1);
        return folder + file;
    }
}
