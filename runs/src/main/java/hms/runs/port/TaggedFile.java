package hms.runs.port;

import java.util.Arrays;
import java.util.regex.Pattern;

/// A file of a tagged release, by its path in the repository.
///
/// @param path relative, with `/` between its segments; no empty, `.` or `..` segment, no
///     backslash, no control character
/// @param bytes the exact bytes
@SuppressWarnings("ArrayRecordComponent") // copied in and out, and compared by content
public record TaggedFile(String path, byte[] bytes) {

    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,8}");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\\\]");

    public TaggedFile {
        if (FORBIDDEN.matcher(path).find() || !allSegmentsNamed(path)) {
            throw new IllegalArgumentException("Not a relative path inside a repository: " + path);
        }
        bytes = bytes.clone();
    }

    /// The artifact itself: `policies/ID.EXT`.
    ///
    /// @param extension `yaml` or `json`, as the artifact's file was called
    public static TaggedFile artifact(String policy, String extension, byte[] bytes) {
        if (!EXTENSION.matcher(extension).matches()) {
            throw new IllegalArgumentException("Not a file name extension: " + extension);
        }
        return new TaggedFile("policies/" + policy + "." + extension, bytes);
    }

    /// A file that the artifact names, such as a scenario: `policies/ID/PATH`.
    ///
    /// @param path as the artifact names it
    public static TaggedFile companion(String policy, String path, byte[] bytes) {
        return new TaggedFile("policies/" + policy + "/" + path, bytes);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaggedFile file
                && path.equals(file.path)
                && Arrays.equals(bytes, file.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * path.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return path + " (" + bytes.length + " bytes)";
    }

    boolean belongsTo(String policy) {
        var folder = "policies/" + policy + "/";
        var stem = "policies/" + policy + ".";
        return path.startsWith(folder)
                || (path.startsWith(stem)
                        && EXTENSION.matcher(path.substring(stem.length())).matches());
    }

    private static boolean allSegmentsNamed(String path) {
        for (var segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
