package hms.runs.port;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// One policy's tag in a release.
///
/// @param name `ID@VERSION`, such as `epa-pm25-limit@2.0.0`
/// @param message what the tag says, in prose; not blank
/// @param at when the release was tagged; a Git repository keeps whole seconds
/// @param files all files that the policy has from this release on: each is `policies/ID.EXT` or
///     lies under `policies/ID/`, so that `git log -p policies/ID.yaml` is the policy's history
public record ReleaseTag(String name, String message, Instant at, List<TaggedFile> files) {

    private static final Pattern NAME =
            Pattern.compile("([a-z0-9][a-z0-9-]{0,62})@([0-9A-Za-z.+-]{1,200})");

    public ReleaseTag {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A release tag is named ID@VERSION, not " + name);
        }
        if (message.isBlank()) {
            throw new IllegalArgumentException("The tag " + name + " has no message");
        }
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("The tag " + name + " has no files");
        }
        requireFiles(name, files);
    }

    /// The policy that is tagged: what stands before the `@`.
    public String policy() {
        return idOf(name);
    }

    private static void requireFiles(String name, List<TaggedFile> files) {
        var id = idOf(name);
        var seen = new HashSet<String>();
        for (var file : files) {
            if (!file.belongsTo(id)) {
                throw new IllegalArgumentException(
                        "The tag %s cannot carry %s: its files are policies/%s.EXT or under policies/%s/"
                                .formatted(name, file.path(), id, id));
            }
            if (!seen.add(file.path())) {
                throw new IllegalArgumentException(
                        "The tag " + name + " has " + file.path() + " twice");
            }
        }
        for (var path : seen) {
            for (var end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
                if (seen.contains(path.substring(0, end))) {
                    throw new IllegalArgumentException(
                            "The tag %s has %s as a file and as a folder"
                                    .formatted(name, path.substring(0, end)));
                }
            }
        }
    }

    private static String idOf(String name) {
        return name.substring(0, name.indexOf('@'));
    }
}
