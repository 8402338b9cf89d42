package hms.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// How long a program takes to read one value of a live policy, and to ask its rules, and what
/// that allocates.
///
/// Values ([ReadingValues]): through a policy's handle, and through a value that is held. Beside
/// them the floor, a map behind a volatile reference, and as peers OpenFeature with its in-memory
/// provider and LaunchDarkly with its test data. Ours gives exact decimals, the peers doubles.
///
/// Rules ([AskingRules]): of one clause and of three, beside the same by hand on the same inputs,
/// and beside the rule language alone with its own numbers. Ours also checks the inputs, and counts
/// and times every answer, since canaries are judged by that.
///
/// Measured by JMH, each in processes of its own, with the allocation a read as its GC profiler
/// counts it.
///
/// ```
/// java … hms.bench.ValueReadBench [forks] [seconds]      2 and 1 unless told otherwise, with five
///                                                         iterations of so many seconds, after
/// five
/// ```
public final class ValueReadBench {

    private ValueReadBench() {}

    /// @param nanos for one
    /// @param error half of the interval in which it is with a confidence of 99.9 %
    /// @param bytes allocated for one
    private record Measured(double nanos, double error, double bytes) {}

    /// Prints the times.
    public static void main(String[] arguments) throws RunnerException {
        int forks = arguments.length == 0 ? 2 : Integer.parseInt(arguments[0]);
        int seconds = arguments.length < 2 ? 1 : Integer.parseInt(arguments[1]);
        var options =
                new OptionsBuilder()
                        .include(ReadingValues.class.getName())
                        .include(AskingRules.class.getName())
                        .forks(forks)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(seconds))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(seconds))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Xmx512m", "--sun-misc-unsafe-memory-access=allow")
                        .build();
        var before = Load.now();
        print(measured(new Runner(options).run()), before);
    }

    private static Map<String, Measured> measured(Collection<RunResult> runs) {
        var all = new TreeMap<String, Measured>();
        for (var run : runs) {
            var time = run.getPrimaryResult();
            var bytes = run.getSecondaryResults().get("gc.alloc.rate.norm");
            if (bytes == null) {
                throw new IllegalStateException("nothing was said of allocation");
            }
            var name = run.getParams().getBenchmark();
            all.put(
                    name.substring(name.lastIndexOf('.') + 1),
                    new Measured(time.getScore(), time.getScoreError(), bytes.getScore()));
        }
        return all;
    }

    private static void print(Map<String, Measured> all, String before) {
        System.out.printf("%nreading one value; %s before, %s after%n", before, Load.now());
        print(all, "floor", "floor", "volatile + map");
        print(all, "floor", "handle", "policy.getDecimal");
        print(all, "floor", "held", "held value");
        print(all, "floor", "openFeature", "OpenFeature, in memory");
        print(all, "floor", "launchDarkly", "LaunchDarkly, test data");
        System.out.println("asking a rule of one clause");
        print(all, "youngByHand", "youngByHand", "by hand");
        print(all, "youngByHand", "young", "policy.evaluate");
        System.out.println("asking a rule of three clauses");
        print(all, "eligibleByHand", "eligibleByHand", "by hand");
        print(all, "eligibleByHand", "eligible", "policy.evaluate");
        print(all, "eligibleByHand", "eligibleInCelAlone", "CEL's planner alone");
    }

    private static void print(Map<String, Measured> all, String floor, String name, String words) {
        var least = all.get(floor);
        var one = all.get(name);
        if (least == null || one == null) {
            throw new IllegalStateException("not measured: " + floor + " or " + name);
        }
        System.out.printf(
                Locale.ROOT,
                "  %-24s %8.2f ± %.2f ns  %7.1f B   %6.2f × the floor%n",
                words,
                one.nanos(),
                one.error(),
                one.bytes(),
                one.nanos() / least.nanos());
    }
}
