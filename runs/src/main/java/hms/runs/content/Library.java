package hms.runs.content;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.core.state.ArtifactKey;
import hms.core.state.Policies;
import hms.ledger.Ledger;
import hms.trust.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Artifacts and the files that they name, read from the ledger's blobs. Parsed artifacts are kept
/// for a while: a blob never changes, and neither does what it parses to.
public final class Library {

    private static final int KEPT_ARTIFACTS = 8_192;
    private static final long KEPT_BYTES = 32L << 20;

    private final Ledger ledger;
    private final Map<Digest, Artifact> parsed = new LinkedHashMap<>(16, 0.75f, true);
    private long parsedBytes;

    public Library(Ledger ledger) {
        this.ledger = ledger;
    }

    /// The artifact, parsed from its exact bytes.
    public Artifact artifact(Policies.Submitted submitted) {
        synchronized (parsed) {
            var known = parsed.get(submitted.artifact());
            if (known != null) {
                return known;
            }
        }
        var artifact = parse(submitted);
        synchronized (parsed) {
            if (parsed.put(submitted.artifact(), artifact) == null) {
                parsedBytes += artifact.source().length();
            }
            trim();
        }
        return artifact;
    }

    /// The exact bytes of a blob that the ledger names.
    ///
    /// @throws ErasedContent if it was erased
    public byte[] bytes(Digest blob) {
        return ledger.blob(blob)
                .orElseThrow(
                        () -> new ErasedContent("the content " + blob.brief() + " was erased"));
    }

    public Optional<byte[]> find(Digest blob) {
        return ledger.blob(blob);
    }

    /// The text of a blob: a name, a reason.
    public Optional<String> text(Digest blob) {
        return ledger.blob(blob).map(b -> new String(b, java.nio.charset.StandardCharsets.UTF_8));
    }

    /// The name of the file as the package and the Git repository give it: `id.yaml` or `id.json`.
    public static String fileName(ArtifactKey key, byte[] bytes) {
        return key.policy() + "." + extension(bytes);
    }

    /// `json` for a document that begins with a brace, else `yaml`.
    public static String extension(byte[] bytes) {
        for (byte b : bytes) {
            if (b > ' ') {
                return b == '{' ? "json" : "yaml";
            }
        }
        return "yaml";
    }

    private Artifact parse(Policies.Submitted submitted) {
        var bytes = bytes(submitted.artifact());
        var result =
                ArtifactParser.parse(
                        bytes,
                        fileName(submitted.key(), bytes),
                        Optional.of(submitted.key().version()));
        return switch (result) {
            case ParseResult.Parsed p -> p.artifact();
            case ParseResult.Rejected r ->
                    throw new IllegalStateException(
                            submitted.key()
                                    + " was accepted and cannot be parsed any more: "
                                    + r.findings().getFirst().text());
        };
    }

    private void trim() {
        var eldest = parsed.entrySet().iterator();
        while ((parsed.size() > KEPT_ARTIFACTS || parsedBytes > KEPT_BYTES)
                && parsed.size() > 1
                && eldest.hasNext()) {
            parsedBytes -= eldest.next().getValue().source().length();
            eldest.remove();
        }
    }
}
