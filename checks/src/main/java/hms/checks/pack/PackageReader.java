package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.ParseResult;
import hms.artifact.SignedApproval;
import hms.artifact.Version;
import hms.trust.Digest;
import hms.trust.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads packages that anybody may have made.
///
/// ```
/// bytes ─► Archive.read ─► Members ─► contents ─► Packager.members ─► the same Members?
///          limits, names   sorted     artifacts parsed, approvals paired
/// ```
///
/// A package is right if packing its contents again gives the same files: no digest can be wrong,
/// no file can be missing or unlisted, and the manifest cannot say anything that the files do not.
public final class PackageReader {
    private static final String REMEDY = "make the package again with hms policy pack";

    private PackageReader() {}

    /// Reads a package in any [PackageFormat]. Never throws, whatever the bytes are.
    ///
    /// @param bytes the package
    /// @param fileName its name, for messages
    public static ReadResult read(byte[] bytes, String fileName) {
        try {
            if (bytes.length > Limits.MAX_ARCHIVE_BYTES) {
                throw Limits.tooLarge(
                        "the package has more than " + (Limits.MAX_ARCHIVE_BYTES >> 20) + " MiB");
            }
            var format =
                    PackageFormat.of(bytes)
                            .orElseThrow(
                                    () ->
                                            new RefusedArchive(
                                                    "unknown-format",
                                                    "the file is not a tgz, zip, json or xml package",
                                                    REMEDY));
            var members = format.archive().read(bytes);
            members.require(Layout.MANIFEST, REMEDY);
            var contents = contents(members);
            requireSame(members, Packager.members(contents));
            return new ReadResult.Read(contents, format, Digest.sha256(bytes));
        } catch (RefusedArchive refused) {
            return new ReadResult.Refused(List.of(refused.finding(fileName)));
        } catch (BadArtifact bad) {
            return new ReadResult.Refused(bad.findings);
        }
    }

    private static PackageContents contents(Members members) throws RefusedArchive, BadArtifact {
        var policies = new ArrayList<PackagedPolicy>();
        var approvals = new ArrayList<SignedApproval>();
        for (var name : members.byName().keySet()) {
            var policy = Layout.POLICY.matcher(name);
            if (policy.matches()) {
                policies.add(policy(members, name, policy.group(1), policy.group(2)));
            }
            if (Layout.APPROVAL.matcher(name).matches()) {
                approvals.addAll(approvals(members, name));
            }
        }
        if (policies.stream().map(policy -> policy.artifact().id()).distinct().count()
                        != policies.size()
                || policies.isEmpty()) {
            throw new RefusedArchive(
                    "bad-contents",
                    "the package has no policy, or two versions of one",
                    "pack each policy once");
        }
        var rollback = members.byName().containsKey(Layout.ROLLBACK);
        return new PackageContents(
                policies,
                approvals,
                rollback ? Optional.of(text(members, Layout.ROLLBACK)) : Optional.empty());
    }

    private static PackagedPolicy policy(
            Members members, String name, String folder, String version)
            throws RefusedArchive, BadArtifact {
        var artifact = parse(members.require(name, REMEDY), name, Version.parse(version));
        if (!artifact.name().equals(folder)) {
            throw new RefusedArchive(
                    "bad-contents",
                    "'" + name + "' holds " + artifact.name(),
                    "keep each artifact in its own folder");
        }
        var files = new TreeMap<String, byte[]>();
        for (var file : artifact.namedFiles()) {
            files.put(
                    file,
                    members.require(
                            folder + "/" + file, "pack every file that " + name + " names"));
        }
        return new PackagedPolicy(artifact, files);
    }

    private static Artifact parse(byte[] bytes, String name, Optional<Version> version)
            throws BadArtifact {
        return switch (ArtifactParser.parse(bytes, name, version)) {
            case ParseResult.Parsed parsed -> parsed.artifact();
            case ParseResult.Rejected rejected -> throw new BadArtifact(rejected.findings());
        };
    }

    private static List<SignedApproval> approvals(Members members, String name)
            throws RefusedArchive {
        return switch (SignedApproval.parse(text(members, name))) {
            case Verdict.Accepted<List<SignedApproval>>(var approvals) -> approvals;
            case Verdict.Refused<List<SignedApproval>>(var reason) ->
                    throw new RefusedArchive(
                            "bad-approval",
                            "'" + name + "' is no approval: " + reason,
                            "pack the .sig file that hms approve wrote");
        };
    }

    private static String text(Members members, String name) throws RefusedArchive {
        return TextOrBase64.text(members.require(name, REMEDY))
                .orElseThrow(() -> RefusedArchive.damaged("'" + name + "' is not in UTF-8"));
    }

    private static void requireSame(Members found, Members made) throws RefusedArchive {
        for (var name : found.byName().keySet()) {
            if (!made.byName().containsKey(name)) {
                throw new RefusedArchive(
                        "unlisted-file",
                        "the file '" + name + "' belongs to nothing in the package",
                        REMEDY);
            }
        }
        for (var file : made.byName().entrySet()) {
            var bytes = found.require(file.getKey(), REMEDY);
            if (!Arrays.equals(bytes, file.getValue())) {
                throw new RefusedArchive(
                        "wrong-manifest",
                        difference(file.getKey(), bytes, file.getValue()),
                        REMEDY);
            }
        }
    }

    private static String difference(String name, byte[] found, byte[] made) {
        var is = new String(found, UTF_8).split("\n", -1);
        var should = new String(made, UTF_8).split("\n", -1);
        var line = Math.max(0, Arrays.mismatch(is, should));
        return "line %d of %s is not what the files in the package make it: %s"
                .formatted(line + 1, name, line < should.length ? should[line] : "nothing");
    }

    /// An artifact in the package is none.
    private static final class BadArtifact extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Finding> findings;

        BadArtifact(List<Finding> findings) {
            super("an artifact in the package is not valid");
            this.findings = findings;
        }
    }
}
