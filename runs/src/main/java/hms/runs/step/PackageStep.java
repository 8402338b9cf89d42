package hms.runs.step;

import hms.checks.pack.PackResult;
import hms.checks.pack.PackageContents;
import hms.checks.pack.PackageFormat;
import hms.checks.pack.PackagedPolicy;
import hms.checks.pack.Packager;
import hms.core.command.Command.Found;
import hms.core.state.StageOutcome;
import hms.ledger.BlobSealer;
import hms.runs.Signatures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
                yield new StepResult(
                        StageOutcome.PASSED,
                        built.packed().digest() + ", " + size(bytes.length),
                        Optional.empty(),
                        new Found.Built(built.packed().digest(), bytes.length, "tgz", blob.name()),
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
