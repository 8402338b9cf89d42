package hms.checks.scan.privacy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects the values that stand under telling names, a column or key at a time.
final class NamedValues {
    private static final int MOST_NAMES = 10_000;

    private final Map<String, Optional<PersonalKind>> kinds = new HashMap<>();
    private final Map<String, Held> held = new LinkedHashMap<>();
    private final Set<Place> places = new HashSet<>();

    private record Place(PersonalKind kind, int line) {}

    /// The values of one name.
    private static final class Held {
        final PersonalKind kind;
        final String first;
        final int line;
        final int column;
        long count;

        Held(PersonalKind kind, String first, int line, int column) {
            this.kind = kind;
            this.first = first;
            this.line = line;
            this.column = column;
        }
    }

    /// What stands under a name.
    Optional<PersonalKind> kind(String name) {
        var known = kinds.get(name);
        if (known != null) {
            return known;
        }
        var kind = SensitiveName.of(name);
        if (kinds.size() < MOST_NAMES) {
            kinds.put(name, kind);
        }
        return kind;
    }

    /// Takes a value, if its name tells.
    void take(String name, String value, int line, int column) {
        var kind = kind(name);
        if (kind.isPresent() && SensitiveName.fits(kind.get(), value)) {
            held.computeIfAbsent(name, each -> new Held(kind.get(), value, line, column)).count++;
            places.add(new Place(kind.get(), line));
        }
    }

    /// Whether something of this kind was found by its name.
    boolean has(PersonalKind kind) {
        return held.values().stream().anyMatch(each -> each.kind == kind);
    }

    /// Whether something of this kind was found by its name on this line.
    boolean isAt(PersonalKind kind, int line) {
        return places.contains(new Place(kind, line));
    }

    void tell(Whereabouts where) {
        held.forEach(
                (name, each) ->
                        where.named(
                                each.kind, name, each.first, each.count, each.line, each.column));
    }
}
