package hms.runs.step;

import hms.artifact.Bucket;
import hms.artifact.Context;
import hms.artifact.Selector;
import java.util.List;
import java.util.OptionalInt;

/// For whom a canary is in the end: who was asked for or, if that would be nobody of those who are
/// known, the first who would come next. A canary that nobody has can find nothing.
final class Exposure {

    private Exposure() {}

    /// @param known subscribers of the environment
    static Selector of(Selector asked, int run, List<Context> known) {
        var matching = asked.withBuckets(Bucket.COUNT);
        OptionalInt lowest =
                known.stream()
                        .filter(reader -> matching.selects(reader, run))
                        .mapToInt(reader -> Bucket.of(run, reader.key()))
                        .min();
        return lowest.isPresent() && lowest.getAsInt() >= asked.buckets()
                ? asked.withBuckets(lowest.getAsInt() + 1)
                : asked;
    }

    /// What is said of it: `5% would be nobody of 3 · 34.12% is 1 · `; nothing if it is as asked.
    ///
    /// @param subscribers how many there are
    /// @param canary how many of them have it
    static String said(Selector asked, Selector exposed, long subscribers, long canary) {
        return exposed.buckets() <= asked.buckets()
                ? ""
                : asked.percent()
                        + " would be nobody of "
                        + subscribers
                        + " · "
                        + exposed.percent()
                        + " is "
                        + canary
                        + " · ";
    }
}
