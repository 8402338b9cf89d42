package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Value;
import hms.trust.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// `manifest.json`: the format, the root that approvals sign, the policies, and every other file
/// with its digest. One fact a line, and only one way to write it, so that a reader makes it anew
/// from the files and compares.
final class PackageManifest {
    static final String FORMAT = "hms-package/1";

    private PackageManifest() {}

    static void requireFormat(String format) throws RefusedArchive {
        if (!format.equals(FORMAT)) {
            throw new RefusedArchive(
                    "unknown-format",
                    "the package has a format other than " + FORMAT,
                    "make the package again with hms policy pack");
        }
    }

    static byte[] of(Digest root, List<PackagedPolicy> policies, SortedMap<String, byte[]> files) {
        var policyLines = new ArrayList<String>();
        for (var policy : policies) {
            policyLines.add(
                    "{\"id\":%s,\"version\":%s,\"file\":%s}"
                            .formatted(
                                    text(policy.artifact().id().text()),
                                    text(policy.artifact().version().toString()),
                                    text(Layout.policy(policy))));
        }
        var fileLines = new ArrayList<String>();
        files.forEach(
                (name, bytes) ->
                        fileLines.add(
                                "{\"name\":%s,\"size\":%d,\"digest\":%s}"
                                        .formatted(
                                                text(name),
                                                bytes.length,
                                                text(Digest.sha256(bytes).toString()))));
        return """
                {
                "format":%s,
                "root":%s,
                "policies":[
                %s
                ],
                "files":[
                %s
                ]
                }
                """
                .formatted(
                        text(FORMAT),
                        text(root.toString()),
                        String.join(",\n", policyLines),
                        String.join(",\n", fileLines))
                .getBytes(UTF_8);
    }

    private static String text(String text) {
        return new Value.Text(text).toJson();
    }
}
