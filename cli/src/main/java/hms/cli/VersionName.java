package hms.cli;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import java.util.Optional;

/// `ID@VERSION`.
record VersionName(PolicyId id, Version version) {

    static VersionName of(String text) {
        return parse(text)
                .orElseThrow(
                        () ->
                                Failure.usage(
                                        "\"" + text + "\" is not ID@VERSION.",
                                        "Write it like epa-pm25-limit@1.5.0."));
    }

    static Optional<VersionName> parse(String text) {
        var at = text.indexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        var id = PolicyId.parse(text.substring(0, at));
        var version = Version.parse(text.substring(at + 1));
        return id.isPresent() && version.isPresent()
                ? Optional.of(new VersionName(id.get(), version.get()))
                : Optional.empty();
    }

    /// A policy's id as the user wrote it.
    static PolicyId id(String text) {
        return PolicyId.parse(text)
                .orElseThrow(
                        () ->
                                Failure.usage(
                                        "\""
                                                + text
                                                + "\" "
                                                + PolicyId.problem(text).orElse("is no policy id")
                                                + ".",
                                        "A policy's id is like epa-pm25-limit."));
    }

    @Override
    public String toString() {
        return id + "@" + version;
    }
}
