package hms.core.state;

import hms.artifact.PolicyId;
import hms.artifact.Version;

/// One version of one policy: `epa-pm25-limit@2.0.0`.
public record ArtifactKey(PolicyId policy, Version version) {

    /// @throws IllegalArgumentException if the text is not `id@version`
    public static ArtifactKey parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" does not name a version; write it as ID@VERSION");
        }
        return new ArtifactKey(
                new PolicyId(text.substring(0, at)), Version.of(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return policy + "@" + version;
    }
}
