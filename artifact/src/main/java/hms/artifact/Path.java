package hms.artifact;

import java.util.ArrayDeque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a document's tree, linked to its parent so that a deep or wide document costs no more
/// than its nodes; written out as `$.rates["New York"][0]` only where a finding needs it.
final class Path {
    static final Path ROOT = new Path(null, "$");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final int LONGEST = 300;

    private final @Nullable Path parent;
    private final String step;

    private Path(@Nullable Path parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    Path key(String key) {
        return new Path(
                this, PLAIN.matcher(key).matches() ? "." + key : "[" + Excerpts.quote(key) + "]");
    }

    Path index(int index) {
        return new Path(this, "[" + index + "]");
    }

    /// The whole path, cut in the middle if it is very long.
    String text() {
        var steps = new ArrayDeque<String>();
        for (Path at = this; at != null; at = at.parent) {
            steps.addFirst(at.step);
        }
        var whole = String.join("", steps);
        return whole.length() <= LONGEST
                ? whole
                : whole.substring(0, LONGEST / 2)
                        + "…"
                        + whole.substring(whole.length() - LONGEST / 2);
    }
}
