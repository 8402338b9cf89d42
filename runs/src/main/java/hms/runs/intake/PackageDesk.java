package hms.runs.intake;

import hms.artifact.Finding;
import hms.checks.pack.PackageReader;
import hms.checks.pack.ReadResult;
import hms.core.command.Caller;
import hms.core.decide.Refusal;
import hms.core.state.ArtifactKey;
import hms.core.state.RunOptions;
import hms.runs.content.Library;
import hms.runs.intake.Answers.PackedMember;
import hms.trust.Digest;
import java.util.List;
import java.util.Optional;

/// Reads packages that are handed in, and knows which ones were.
final class PackageDesk {

    private PackageDesk() {}

    /// What a package that was read came to.
    sealed interface Read {

        /// @param digest of its bytes
        record Sound(Digest digest, List<PackedMember> members) implements Read {}

        record Unsound(Refusal refusal, List<Finding> findings) implements Read {}
    }

    static Read read(Caller caller, byte[] bytes) {
        return switch (PackageReader.read(bytes, "the package")) {
            case ReadResult.Refused refused -> unsound(refused.findings());
            case ReadResult.Read read -> {
                var members =
                        read.contents().policies().stream()
                                .map(policy -> policy.artifact())
                                .map(
                                        artifact ->
                                                new PackedMember(
                                                        new ArtifactKey(
                                                                artifact.id(), artifact.version()),
                                                        artifact.digest()))
                                .toList();
                yield members.stream()
                        .filter(member -> !caller.mayTouch(member.key().policy()))
                        .findFirst()
                        .<Read>map(member -> foreign(member.key()))
                        .orElseGet(() -> new Read.Sound(read.digest(), members));
            }
        };
    }

    private static Read unsound(List<Finding> findings) {
        var first = findings.getFirst();
        return new Read.Unsound(
                Refusal.incorrect(
                        "invalid-package",
                        "The package cannot be taken: " + first.message() + ".",
                        first.remedy() + "."),
                findings);
    }

    private static Read foreign(ArtifactKey key) {
        return new Read.Unsound(
                Refusal.forbidden(
                        "outside-token",
                        "The token is not for the policy " + key.policy() + ".",
                        "Use a token that is not limited to others."),
                List.of());
    }

    /// Why a run cannot go out with the package that it names; empty if it can, or names none.
    static Optional<Refusal> missing(Library library, RunOptions options) {
        return options.handedIn()
                .filter(blob -> library.find(blob).isEmpty())
                .map(
                        blob ->
                                Refusal.notFound(
                                        "no-such-package",
                                        "There is no package " + blob + ".",
                                        "Send it first, and name what is answered as `package`:"
                                                + " POST /api/packages"));
    }
}
