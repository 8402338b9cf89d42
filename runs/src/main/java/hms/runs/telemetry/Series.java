package hms.runs.telemetry;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// Alerts, evaluations and errors of both sides over time, for a chart.
///
/// @param start when the first point begins
/// @param seconds how long each point is
/// @param points in order, without gaps
public record Series(Instant start, int seconds, List<Point> points) {

    /// The most points that there are.
    public static final int LONGEST = 600;

    public static final Series EMPTY = new Series(Instant.EPOCH, 1, List.of());

    public Series {
        points = List.copyOf(points);
    }

    /// @param canary those who have the new version
    public record Point(Figures canary, Figures baseline) {}

    public record Figures(long evaluations, long errors, long alerts) {}

    /// Evaluations of one side from an instant on; where points are coarse, as well as they allow.
    public long evaluationsFrom(Instant from, boolean canary) {
        long sum = 0;
        for (int i = 0; i < points.size(); i++) {
            if (!start.plusSeconds((long) i * seconds).isBefore(from)) {
                var point = points.get(i);
                sum += (canary ? point.canary() : point.baseline()).evaluations();
            }
        }
        return sum;
    }

    /// A series while it grows: by the second at first, coarser the longer it becomes. Guarded by
    /// its owner.
    static final class Growing {
        private static final int FIGURES = 6;

        private final Instant start;
        private int seconds = 1;
        private int length;
        private long[] figures = new long[FIGURES * 60];

        /// @param start from when on there is something
        Growing(Instant start) {
            this.start = start;
        }

        void add(Instant at, boolean canary, Report.Counters more) {
            long second = Math.max(0, at.getEpochSecond() - start.getEpochSecond());
            while (second / seconds >= LONGEST) {
                halve();
            }
            int index = (int) (second / seconds);
            length = Math.max(length, index + 1);
            if (length * FIGURES > figures.length) {
                figures =
                        Arrays.copyOf(
                                figures, Math.min(LONGEST, Math.max(length, 2 * length)) * FIGURES);
            }
            int offset = index * FIGURES + (canary ? 0 : FIGURES / 2);
            figures[offset] += more.evaluations();
            figures[offset + 1] += more.errors();
            figures[offset + 2] += more.alertCount();
        }

        private void halve() {
            var coarser = new long[figures.length];
            for (int i = 0; i < length * FIGURES; i++) {
                coarser[i / FIGURES / 2 * FIGURES + i % FIGURES] += figures[i];
            }
            figures = coarser;
            length = (length + 1) / 2;
            seconds *= 2;
        }

        Series read() {
            var points = new Point[length];
            for (int i = 0; i < length; i++) {
                points[i] = new Point(figures(i * FIGURES), figures(i * FIGURES + FIGURES / 2));
            }
            return new Series(start, seconds, List.of(points));
        }

        private Figures figures(int offset) {
            return new Figures(figures[offset], figures[offset + 1], figures[offset + 2]);
        }
    }
}
