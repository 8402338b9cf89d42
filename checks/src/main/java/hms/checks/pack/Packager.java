package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// Makes packages. The same contents give the same bytes on every machine.
public final class Packager {
    private Packager() {}

    /// The package of these contents, or why there can be none: file names that are not safe, or
    /// too much of everything.
    public static PackResult pack(PackageContents contents, PackageFormat format) {
        try {
            return new PackResult.Packed(
                    new PackedPackage(format, format.archive().write(members(contents))));
        } catch (RefusedArchive refused) {
            return new PackResult.Refused(
                    List.of(refused.finding("package." + format.extension())));
        }
    }

    /// All files of the package, the manifest included.
    static Members members(PackageContents contents) throws RefusedArchive {
        var members = new Members.Builder();
        for (var policy : contents.policies()) {
            members.add(Layout.policy(policy), policy.artifact().bytes());
            for (var file : policy.files().entrySet()) {
                members.add(Layout.named(policy, file.getKey()), file.getValue());
            }
        }
        for (var approval : contents.approvals()) {
            members.add(Layout.approval(approval), approval.text().getBytes(UTF_8));
        }
        if (contents.rollbackScript().isPresent()) {
            members.add(Layout.ROLLBACK, contents.rollbackScript().get().getBytes(UTF_8));
        }
        var files = members.build().byName();
        members.add(
                Layout.MANIFEST,
                PackageManifest.of(contents.manifest().root(), contents.policies(), files));
        return members.build();
    }
}
