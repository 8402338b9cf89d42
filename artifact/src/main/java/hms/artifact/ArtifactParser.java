package hms.artifact;

import java.util.Locale;
import java.util.Optional;

/// Reads artifacts, strictly. The same code on servers, in tools and in clients, so that none of
/// them takes what another refuses.
///
/// ```
/// bytes ─► SourceText ─► YamlTree or JsonTree ─► Node ─► ArtifactReader ─► Artifact
///          UTF-8, clean   events, limits           the one tree   keys, values, dates
/// ```
public final class ArtifactParser {
    private ArtifactParser() {}

    /// Reads an artifact. Never throws, whatever the bytes are.
    ///
    /// @param bytes the file
    /// @param fileName its name, for messages, and for the format where it ends in `.json`, `.yaml`
    ///     or `.yml`; with any other name a file that begins with `{` is JSON
    /// @param versionIfAbsent the version where the document has none; empty if it must have one
    public static ParseResult parse(
            byte[] bytes, String fileName, Optional<Version> versionIfAbsent) {
        var findings = new Findings(fileName);
        var artifact =
                tree(bytes, fileName, findings)
                        .flatMap(
                                parsed ->
                                        new ArtifactReader(
                                                        parsed.source(), findings, versionIfAbsent)
                                                .read(parsed.root(), new Source(fileName, bytes)));
        return artifact.isPresent() && !findings.hasErrors()
                ? new ParseResult.Parsed(artifact.get(), findings.list())
                : new ParseResult.Rejected(findings.list());
    }

    /// The tree of a file, or empty with findings.
    static Optional<Tree> tree(byte[] bytes, String fileName, Findings findings) {
        var source = SourceText.read(bytes, findings);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        if (source.get().text().isBlank()) {
            findings.error(
                    "empty",
                    At.FILE,
                    "the file is empty",
                    "write an artifact with at least id and version");
            return Optional.empty();
        }
        var json = isJson(fileName, source.get().text());
        var root =
                json
                        ? JsonTree.read(source.get(), findings)
                        : YamlTree.read(source.get(), findings);
        if (root.isEmpty() && !findings.hasErrors()) {
            findings.error(
                    "empty",
                    At.FILE,
                    "the file holds no document",
                    "write an artifact with at least id and version");
        }
        return root.map(node -> new Tree(source.get(), node));
    }

    private static boolean isJson(String fileName, String text) {
        var name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return false;
        }
        return name.endsWith(".json") || text.stripLeading().startsWith("{");
    }

    /// A document and the text it was read from.
    record Tree(SourceText source, Node root) {}
}
