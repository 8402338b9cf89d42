package hms.checks.scan.privacy;

import java.util.List;

/// Personal data in a text.
///
/// @param from where it begins
/// @param to where it ends
record Sighting(PersonalKind kind, int from, int to) {
    private static final int LOOK_BACK = 8;

    /// Adds a sighting, unless what was seen there last is something already.
    static void addTo(List<Sighting> seen, Sighting next) {
        var last = seen.subList(Math.max(0, seen.size() - LOOK_BACK), seen.size());
        if (last.stream().noneMatch(next::overlaps)) {
            seen.add(next);
        }
    }

    private boolean overlaps(Sighting other) {
        return from < other.to && other.from < to;
    }
}
