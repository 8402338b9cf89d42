package hms.artifact;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a reader of live values says of itself: that by which a canary selects.
///
/// @param key stays the same for as long as the reader should stay in or out of a share: an
///     instance's name, a household's number; not empty, at most [#MAX_KEY] characters
/// @param attributes such as `region` = `NCR`
public record Context(String key, Map<String, String> attributes) {
    /// The longest key, in characters.
    public static final int MAX_KEY = 200;

    public Context {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    "a reader's key has 1 to " + MAX_KEY + " characters, not " + key.length());
        }
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /// A reader that says nothing but its key.
    public static Context of(String key) {
        return new Context(key, Map.of());
    }

    /// This reader with one more attribute.
    public Context with(String name, String value) {
        var more = new TreeMap<>(attributes);
        more.put(name, value);
        return new Context(key, more);
    }
}
