package hms.runs.intake;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Bump;
import hms.artifact.Finding;
import hms.artifact.Manifest;
import hms.artifact.ParseResult;
import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.command.Command;
import hms.core.event.PolicyEvent.NamedBlob;
import hms.core.state.ArtifactKey;
import hms.core.state.State;
import hms.ledger.Blob;
import hms.ledger.BlobSealer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A release as it was sent, parsed: its artifacts with the files that they name, or what is wrong
/// with them.
///
/// @param errors if there are any, nothing of the release is taken
record Submission(List<Member> members, List<Finding> errors) {

    /// So many files, tags, partners and used policies one artifact may name together: its entry
    /// has to fit the ledger.
    static final int MAX_NAMES = 256;

    /// @param files exact bytes by the name that the artifact uses
    record Member(
            Artifact artifact,
            boolean versionGiven,
            Map<String, byte[]> files,
            List<Finding> warnings) {

        ArtifactKey key() {
            return new ArtifactKey(artifact.id(), artifact.version());
        }

        Manifest.Member manifest() {
            return Manifest.Member.of(artifact, files);
        }
    }

    static Submission parse(ReleaseFiles sent, State state) {
        var members = new ArrayList<Member>();
        var errors = new ArrayList<Finding>();
        for (var file : sent.artifacts()) {
            parse(file, sent, state, members, errors);
        }
        return new Submission(members, errors);
    }

    private static void parse(
            NamedBytes file,
            ReleaseFiles sent,
            State state,
            List<Member> members,
            List<Finding> errors) {
        var strict = ArtifactParser.parse(file.bytes(), file.path(), Optional.empty());
        boolean given = strict instanceof ParseResult.Parsed;
        var result =
                given
                        ? strict
                        : ArtifactParser.parse(file.bytes(), file.path(), assigned(file, state));
        switch (result) {
            case ParseResult.Rejected rejected -> errors.addAll(strict.findings());
            case ParseResult.Parsed parsed -> {
                var artifact = parsed.artifact();
                var files = named(file, artifact, sent, errors);
                int names =
                        artifact.namedFiles().size()
                                + artifact.tags().size()
                                + artifact.partners().size()
                                + artifact.uses().size();
                if (names > MAX_NAMES) {
                    errors.add(
                            Finding.error(
                                    "too-many-names",
                                    "it names "
                                            + names
                                            + " files, tags, partners and policies; at most "
                                            + MAX_NAMES
                                            + " are taken",
                                    file.path(),
                                    "split it"));
                }
                members.add(new Member(artifact, given, files, parsed.warnings()));
            }
        }
    }

    /// The version for a document that came without one: the next minor version, 1.0.0 for the
    /// first. The same bytes sent again get the version that they got before.
    private static Optional<Version> assigned(NamedBytes file, State state) {
        var trial =
                ArtifactParser.parse(file.bytes(), file.path(), Optional.of(Version.of(1, 0, 0)));
        if (!(trial instanceof ParseResult.Parsed parsed)) {
            return Optional.empty();
        }
        PolicyId id = parsed.artifact().id();
        return Optional.of(
                state.policies()
                        .policy(id)
                        .flatMap(p -> p.latest())
                        .map(latest -> latest.next(Bump.MINOR))
                        .orElse(Version.of(1, 0, 0)));
    }

    private static Map<String, byte[]> named(
            NamedBytes file, Artifact artifact, ReleaseFiles sent, List<Finding> errors) {
        var files = new LinkedHashMap<String, byte[]>();
        for (var name : artifact.namedFiles()) {
            sent.named(file, name)
                    .ifPresentOrElse(
                            found -> files.put(name, found.bytes()),
                            () ->
                                    errors.add(
                                            Finding.error(
                                                    "file-missing",
                                                    "it names " + name + ", which was not sent",
                                                    file.path(),
                                                    "send the file along, or leave its name"
                                                            + " out")));
        }
        return files;
    }

    /// The manifest of what was sent; its root is what one approval of all of it signs.
    Manifest manifest() {
        return new Manifest(
                members.stream()
                        .map(Member::manifest)
                        .sorted(java.util.Comparator.comparing(Manifest.Member::id))
                        .toList());
    }

    /// The facts for the ledger. The blobs that they name are added to `blobs`.
    List<Command.ParsedArtifact> facts(State state, BlobSealer sealer, List<Blob> blobs) {
        var zone = state.configuration().zone();
        return members.stream()
                .map(
                        m -> {
                            var a = m.artifact();
                            var blob = sealer.seal(a.bytes());
                            blobs.add(blob);
                            var files = new ArrayList<NamedBlob>();
                            m.files()
                                    .forEach(
                                            (path, bytes) -> {
                                                var sealed = sealer.seal(bytes);
                                                blobs.add(sealed);
                                                files.add(new NamedBlob(path, sealed.name()));
                                            });
                            var effective = a.effectiveInstant(zone);
                            return new Command.ParsedArtifact(
                                    m.key(),
                                    blob.name(),
                                    files,
                                    a.tags(),
                                    a.agency(),
                                    effective,
                                    a.expiresInstant(zone),
                                    a.retroactiveBasis().isPresent(),
                                    effective.isPresent()
                                            ? Optional.empty()
                                            : a.datedFrom()
                                                    .map(
                                                            d ->
                                                                    d.atStartOfDay(a.zone(zone))
                                                                            .toInstant()),
                                    List.copyOf(a.uses().values()),
                                    a.partners(),
                                    m.versionGiven());
                        })
                .toList();
    }
}
