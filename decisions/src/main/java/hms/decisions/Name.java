package hms.decisions;

import dev.cel.common.types.CelType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A name in a rule's scope: something to read, a group of further names behind a dot, or both (a
/// value that is a map).
final class Name {
    private final String title;
    private final Slot.@Nullable Source source;
    private final Supplier<CelType> type;
    private final Map<String, Name> children;
    private final @Nullable String missing;

    private Name(
            String title,
            Slot.@Nullable Source source,
            Supplier<CelType> type,
            Map<String, Name> children,
            @Nullable String missing) {
        this.title = title;
        this.source = source;
        this.type = type;
        this.children = children;
        this.missing = missing;
    }

    static Name leaf(String title, Slot.Source source, Supplier<CelType> type) {
        return new Name(title, source, type, Map.of(), null);
    }

    static Name value(
            String title, Slot.Source source, Supplier<CelType> type, Map<String, Name> children) {
        return new Name(title, source, type, children, null);
    }

    static Name group(String title, Map<String, Name> children) {
        return new Name(title, null, () -> Types.MIXED, children, null);
    }

    /// An alias of a policy that was not there when the rules were compiled.
    static Name missing(String alias, String policy) {
        return new Name(alias, null, () -> Types.MIXED, Map.of(), policy);
    }

    String title() {
        return title;
    }

    /// What it reads, if it is not a group alone.
    Optional<Slot.Source> source() {
        return Optional.ofNullable(source);
    }

    CelType type() {
        return type.get();
    }

    Map<String, Name> children() {
        return children;
    }

    /// Whether further names stand behind it.
    boolean hasParts() {
        return source == null || !children.isEmpty();
    }

    /// The policy that is missing behind this alias.
    Optional<String> missingPolicy() {
        return Optional.ofNullable(missing);
    }
}
