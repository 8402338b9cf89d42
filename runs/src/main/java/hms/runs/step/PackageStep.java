package hms.runs.step;

import hms.checks.pack.PackResult;
import hms.checks.pack.PackageContents;
import hms.checks.pack.PackageFormat;
import hms.checks.pack.PackageReader;
import hms.checks.pack.PackagedPolicy;
import hms.checks.pack.Packager;
import hms.checks.pack.ReadResult;
import hms.core.command.Command.Found;
import hms.core.state.StageOutcome;
import hms.ledger.Blob;
import hms.ledger.BlobSealer;
import hms.runs.Signatures;
import hms.trust.Digest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Builds the release's package, the same bytes every time, and puts their digest on the ledger.
public final class PackageStep implements Step {

    private final Signatures signatures;
    private final BlobSealer sealer;

    public PackageStep(Signatures signatures, BlobSealer sealer) {
        this.signatures = signatures;
        this.sealer = sealer;
    }

    @Override
    public StepResult run(StageRun stage) {
        return stage.run()
                .options()
                .handedIn()
                .map(blob -> handedIn(stage, blob))
                .orElseGet(() -> built(stage));
    }

    /// The package that was handed in goes out as it is, if it holds the release and nothing else.
    private static StepResult handedIn(StageRun stage, Digest blob) {
        var bytes = stage.library().bytes(blob);
        return switch (PackageReader.read(bytes, "the package")) {
            case ReadResult.Refused refused ->
                    StepResult.failed(refused.findings().getFirst().text());
            case ReadResult.Read read -> {
                var inside =
                        read.contents().policies().stream()
                                .map(policy -> policy.artifact().digest())
                                .collect(Collectors.toSet());
                var asked =
                        stage.members().stream()
                                .map(member -> member.artifact().digest())
                                .collect(Collectors.toSet());
                yield inside.equals(asked)
                        ? packed(read.digest(), bytes.length, read.format(), blob, List.of())
                        : StepResult.failed(
                                "the package that was handed in does not hold the artifacts of"
                                        + " this release");
            }
        };
    }

    private static StepResult packed(
            Digest digest, int size, PackageFormat format, Digest blob, List<Blob> blobs) {
        return new StepResult(
                StageOutcome.PASSED,
                digest + ", " + size(size),
                Optional.empty(),
                new Found.Built(digest, size, format.name().toLowerCase(Locale.ROOT), blob),
                blobs);
    }

    private StepResult built(StageRun stage) {
        var policies =
                stage.members().stream()
                        .map(m -> new PackagedPolicy(m.artifact(), stage.files(m.submitted())))
                        .toList();
        var approvals =
                signatures
                        .counting(
                                stage.state(),
                                stage.run().members(),
                                stage.run().environment(),
                                stage.at())
                        .stream()
                        .map(signatures::read)
                        .toList();
        var contents = new PackageContents(policies, approvals, Optional.empty());
        return switch (Packager.pack(contents, PackageFormat.TGZ)) {
            case PackResult.Refused refused ->
                    StepResult.failed(refused.findings().getFirst().text());
            case PackResult.Packed built -> {
                var bytes = built.packed().bytes();
                var blob = sealer.seal(bytes);
                yield packed(
                        built.packed().digest(),
                        bytes.length,
                        PackageFormat.TGZ,
                        blob.name(),
                        List.of(blob));
            }
        };
    }

    private static String size(int bytes) {
        return bytes < 1_000
                ? bytes + " B"
                : String.format(Locale.ROOT, "%,d kB", (bytes + 999) / 1_000);
    }
}
