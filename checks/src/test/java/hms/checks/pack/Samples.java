package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.artifact.SignedApproval;
import hms.trust.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A small package for tests.
final class Samples {
    private static final String POLICY =
            """
            id: clean-air
            version: 1.0.0
            title: Clean “air” <for> all & everyone
            limit: 25
            scenarios: [scenarios/cases.yaml]
            tests: [tests/binary]
            """;

    private Samples() {}

    static PackageContents contents() {
        var files =
                Map.of(
                        "scenarios/cases.yaml",
                        "cases: []\r\n".getBytes(UTF_8),
                        "tests/binary",
                        new byte[] {0, (byte) 0xFF, 13, 10});
        return new PackageContents(
                List.of(policy(POLICY, files)),
                List.of(approval("one"), approval("two")),
                Optional.of("#!/bin/sh\nexit 0\n"));
    }

    private static SignedApproval approval(String word) {
        var armour = "-----BEGIN SSH SIGNATURE-----\n" + word + "\n-----END SSH SIGNATURE-----\n";
        return new SignedApproval(("{\"approves\":\"" + word + "\"}").getBytes(UTF_8), armour);
    }

    static PackagedPolicy policy(String yaml, Map<String, byte[]> files) {
        var parsed = ArtifactParser.parse(yaml.getBytes(UTF_8), "policy.yaml", Optional.empty());
        return new PackagedPolicy(((ParseResult.Parsed) parsed).artifact(), files);
    }

    static PackedPackage packed(PackageFormat format) {
        return packed(contents(), format);
    }

    static PackedPackage packed(PackageContents contents, PackageFormat format) {
        return ((PackResult.Packed) Packager.pack(contents, format)).packed();
    }

    static Digest digestOf(PackageContents contents) {
        return packed(contents, PackageFormat.TGZ).digest();
    }

    /// The sample as a tgz, its files changed without mending the manifest.
    static byte[] forged(Consumer<Map<String, byte[]>> change) {
        try {
            var files = new TreeMap<>(Packager.members(contents()).byName());
            change.accept(files);
            return PackageFormat.TGZ.archive().write(new Members(files));
        } catch (RefusedArchive e) {
            throw new IllegalStateException(e);
        }
    }
}
