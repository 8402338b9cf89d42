package hms.bench;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// How long a run takes that has nothing to wait for: one policy, submitted, approved and deployed,
/// from the first byte until it is live and the run has ended.
///
/// Beside it the floor: as many forced writes to the same disk as the run made commits, one after
/// the other, since every stage has to be durable before the next.
///
/// ```
/// java … hms.bench.RunBench [runs]      20 unless told otherwise, after 5 to warm up
/// ```
public final class RunBench {

    private static final int WARM_UP = 5;
    private static final int COMMIT_BYTES = 8_192;

    private RunBench() {}

    /// Prints the times.
    public static void main(String[] arguments) {
        int runs = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        try (var scratch = Scratch.make("hms-run-bench");
                var installed = new Installed(scratch.path(), new SecureRandom())) {
            installed.opened();
            var commits = new AtomicInteger();
            installed.watch(batch -> commits.incrementAndGet());
            long first = timed(installed, 0);
            for (int i = 1; i < WARM_UP; i++) {
                timed(installed, i);
            }
            commits.set(0);
            List<Long> ours = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                ours.add(timed(installed, WARM_UP + i));
            }
            int each = Math.round((float) commits.get() / runs);
            List<Long> floor = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                floor.add(scratch.forced(each, COMMIT_BYTES));
            }
            print(runs, each, first, ours, floor);
        }
    }

    private static long timed(Installed installed, int i) {
        var release = List.of(Policies.one("epa-pm25-limit", "1." + i + ".0", 35 + i));
        long begun = System.nanoTime();
        installed.submit(release);
        installed.untilEnded(installed.approve(installed.signed(release)));
        return System.nanoTime() - begun;
    }

    private static void print(int runs, int each, long first, List<Long> ours, List<Long> floor) {
        System.out.printf(
                Locale.ROOT,
                "a run with nothing to wait for, %d runs; milliseconds from submission to its end%n"
                        + "  floor (%2d forced writes)  p50 %6.1f   p99 %6.1f%n"
                        + "  run                       p50 %6.1f   p99 %6.1f   (%.1f × the floor; the"
                        + " first of the process %.0f)%n",
                runs,
                each,
                at(floor, 50),
                at(floor, 99),
                at(ours, 50),
                at(ours, 99),
                at(ours, 50) / at(floor, 50),
                first / 1e6);
    }

    private static double at(List<Long> nanos, int percent) {
        var sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }
}
