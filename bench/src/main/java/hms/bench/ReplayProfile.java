package hms.bench;

import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.state.State;
import hms.testkit.SeededStory;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where the time of a replay goes: reading entries' bytes into events, and folding events into
/// state. Processor time of one thread, round after round, so that warming up shows.
///
/// ```
/// java … hms.bench.ReplayProfile [entries] [rounds]      100,000 and 5 unless told otherwise
/// ```
public final class ReplayProfile {

    private ReplayProfile() {}

    /// Prints microseconds an entry.
    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var story = new SeededStory(20_240_901, 6_000, 0.01);
        var entries = new ArrayList<byte[]>(count);
        while (entries.size() < count) {
            story.next().forEach(entry -> entries.add(EventCodec.encode(entry)));
        }
        for (int round = 0; round < rounds; round++) {
            long start = now();
            var recorded = entries.stream().map(EventCodec::decode).toList();
            long decoded = now();
            var state = fold(recorded);
            long folded = now();
            if (!state.equals(story.state())) {
                throw new IllegalStateException("the replay is not what was written");
            }
            System.out.printf(
                    Locale.ROOT,
                    "decode %5.2f µs, fold %5.2f µs an entry%n",
                    (decoded - start) / 1e3 / entries.size(),
                    (folded - decoded) / 1e3 / entries.size());
        }
    }

    private static State fold(List<Recorded> entries) {
        var state = State.EMPTY;
        for (var entry : entries) {
            state = state.apply(entry);
        }
        return state;
    }

    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
