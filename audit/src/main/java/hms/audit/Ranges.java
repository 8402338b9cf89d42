package hms.audit;

import java.util.ArrayList;
import java.util.List;

/// Indexes in ascending order, kept as ranges, up to as many as anybody reads.
final class Ranges {
    private final List<Range> ranges = new ArrayList<>();

    record Range(long first, long last) {}

    void add(long index) {
        if (!ranges.isEmpty() && ranges.getLast().last() == index - 1) {
            ranges.set(ranges.size() - 1, new Range(ranges.getLast().first(), index));
        } else if (!isFull()) {
            ranges.add(new Range(index, index));
        }
    }

    void addAll(long first, long last) {
        add(first);
        if (ranges.getLast().last() == first) {
            ranges.set(ranges.size() - 1, new Range(ranges.getLast().first(), last));
        }
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean isFull() {
        return ranges.size() >= Findings.MOST;
    }

    List<Range> list() {
        return List.copyOf(ranges);
    }
}
