package hms.bench;

import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.ledger.write.Committed;
import hms.runs.intake.NamedBytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long one release of many artifacts takes, approved with one signature, until all of them are
/// live and the run has ended.
///
/// Beside it the floor: every artifact parsed once, on one core, and its bytes forced to the disk
/// in one write.
///
/// ```
/// java … hms.bench.ReleaseBench [artifacts] [releases]      6,000 and 1 unless told otherwise
/// ```
public final class ReleaseBench {

    private ReleaseBench() {}

    /// Prints the times.
    public static void main(String[] arguments) {
        int count = arguments.length == 0 ? 6_000 : Integer.parseInt(arguments[0]);
        int releases = arguments.length < 2 ? 1 : Integer.parseInt(arguments[1]);
        try (var scratch = Scratch.make("hms-release-bench");
                var installed = new Installed(scratch.path(), new SecureRandom())) {
            installed.opened();
            for (int i = 0; i < releases; i++) {
                released(installed, scratch, Policies.release(count, "1." + i + ".0"));
            }
        }
    }

    private static void released(Installed installed, Scratch scratch, List<NamedBytes> release) {
        double floor = floor(scratch, release);
        var watch = new Watch();
        installed.watch(watch::see);
        long begun = System.nanoTime();
        var from = installed.now();
        installed.submit(release);
        double submitted = seconds(begun);
        long signing = System.nanoTime();
        var request = installed.signed(release);
        double signed = seconds(signing);
        long approving = System.nanoTime();
        int run = installed.approve(request);
        double approved = seconds(approving);
        installed.untilEnded(run);
        double ended = seconds(begun);
        print(release.size(), installed, watch, submitted, signed, approved);
        double live = Duration.between(from, watch.live).toMillis() / 1e3;
        System.out.printf(
                Locale.ROOT,
                "  until live %.2f s, until ended %.2f s; floor (parsed once, one forced write)"
                        + " %.2f s: %.1f × the floor%n",
                live,
                ended,
                floor,
                live / floor);
    }

    private static void print(
            int count,
            Installed installed,
            Watch watch,
            double submitted,
            double signed,
            double approved) {
        System.out.printf(
                Locale.ROOT,
                "one release of %,d artifacts, one signature; seconds%n"
                        + "  submit    %6.2f%n  sign      %6.2f%n  approve   %6.2f%n",
                count,
                submitted,
                signed,
                approved);
        watch.stages.forEach(
                (stage, took) ->
                        System.out.printf(
                                Locale.ROOT, "  %-9s %6.2f%n", stage, took.toMillis() / 1e3));
        System.out.printf(Locale.ROOT, "  entries   %,d%n", installed.writer.state().size());
    }

    private static double floor(Scratch scratch, List<NamedBytes> release) {
        long begun = System.nanoTime();
        int bytes = 0;
        for (var file : release) {
            bytes += Installed.parsed(file).bytes().length;
        }
        scratch.forced(1, bytes);
        return seconds(begun);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    /// What the ledger says about when each stage ended: from the end of the one before, so that
    /// beginning, work and commit are all in it.
    private static final class Watch {
        private final Map<String, Duration> stages = new LinkedHashMap<>();
        private Instant last = Instant.EPOCH;
        private Instant live = Instant.EPOCH;

        void see(Committed batch) {
            var now = Instant.now();
            for (var entry : batch.entries()) {
                switch (entry.event()) {
                    case RunEvent.RunQueued e -> last = now;
                    case LiveEvent.VersionRolledOut e -> live = now;
                    case RunEvent.StageFinished e -> {
                        stages.put(e.stage(), Duration.between(last, now));
                        last = now;
                    }
                    case hms.core.event.Event other -> {}
                }
            }
        }
    }
}
