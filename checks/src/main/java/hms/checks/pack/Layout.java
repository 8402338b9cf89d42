package hms.checks.pack;

import hms.artifact.SignedApproval;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where things lie in a package.
///
/// ```
/// manifest.json
/// epa-pm25-limit@2.0.0/policy.yaml          the artifact's exact bytes
/// epa-pm25-limit@2.0.0/scenarios/pm25.csv   a file that it names
/// signatures/5f1d6c0a9b3e4d27.sig           an approval: its statement and the signature
/// rollback.sh
/// ```
final class Layout {
    static final String MANIFEST = "manifest.json";
    static final String ROLLBACK = "rollback.sh";

    /// The file of an artifact: its folder, the version in that, the ending of its name.
    static final Pattern POLICY = Pattern.compile("([^/@]+@([^/]+))/policy\\.(?:yaml|json)");

    /// An approval.
    static final Pattern APPROVAL = Pattern.compile("signatures/[0-9a-f]{16}\\.sig");

    private Layout() {}

    static String policy(PackagedPolicy policy) {
        var json = policy.artifact().source().fileName().toLowerCase(Locale.ROOT).endsWith(".json");
        return policy.folder() + (json ? "/policy.json" : "/policy.yaml");
    }

    static String named(PackagedPolicy policy, String name) {
        return policy.folder() + "/" + name;
    }

    /// The name of an approval comes from what is in it, so that the order in which approvals come
    /// does not matter.
    static String approval(SignedApproval approval) {
        return "signatures/" + approval.digest().hex().substring(0, 16) + ".sig";
    }
}
