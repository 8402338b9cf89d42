package hms.audit;

import java.util.ArrayList;
import java.util.List;

/// Gathers findings, and stops keeping them when there are more than anybody reads.
final class Findings {
    static final int MOST = 1_000;

    private final List<Finding> kept = new ArrayList<>();
    private long left;

    void add(Finding finding) {
        if (kept.size() < MOST) {
            kept.add(finding);
        } else {
            left++;
        }
    }

    /// Takes what another has gathered.
    void addAll(Findings others) {
        others.kept.forEach(this::add);
        left += others.left;
    }

    boolean isFull() {
        return kept.size() >= MOST;
    }

    List<Finding> kept() {
        return List.copyOf(kept);
    }

    /// How many more there were.
    long left() {
        return left;
    }
}
