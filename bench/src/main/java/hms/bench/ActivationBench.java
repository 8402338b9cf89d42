package hms.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.event.LiveEvent;
import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.ledger.write.Committed;
import hms.runs.config.HmsConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How late a server records that a scheduled version is active: from its instant until the entry
/// `version-activated` is durable. Readers do not wait for that; they have switched by their own
/// clocks. First each schedule has an instant of its own, then all have the same, as at midnight.
///
/// Beside it the floor: as many timers of a bare `ScheduledThreadPoolExecutor` with one thread,
/// each of which forces one write of an entry's size to the disk; for the same instant, one timer
/// that forces all of them in one write.
///
/// ```
/// java … hms.bench.ActivationBench [schedules] [ms between]      200 and 50 unless told
/// ```
public final class ActivationBench {

    private static final int ENTRY_BYTES = 512;

    /// Time to queue a schedule and to deliver its version ahead.
    private static final Duration AHEAD_EACH = Duration.ofMillis(150);

    private static final HmsConfig CONFIG =
            HmsConfig.parse(
                    "hms.yaml",
                    """
                    pipeline:
                      name: short
                      stages:
                        - { id: validate, uses: validate, title: Lint & Schema }
                        - { id: package, uses: package, title: Package }
                        - { id: publish, uses: publish, title: Publication }
                        - { id: rollout, uses: rollout, title: Full Rollout }
                        - { id: activate, uses: activate, title: Activation }
                    """
                            .getBytes(UTF_8));

    private ActivationBench() {}

    /// Prints the delays.
    public static void main(String[] arguments) {
        int count = arguments.length == 0 ? 200 : Integer.parseInt(arguments[0]);
        int between = arguments.length < 2 ? 50 : Integer.parseInt(arguments[1]);
        System.out.println(Load.now());
        try (var scratch = Scratch.make("hms-activation-bench");
                var installed = new Installed(scratch.path(), new SecureRandom());
                var bare = new ScheduledThreadPoolExecutor(1)) {
            installed.opened(CONFIG);
            print(
                    String.format(Locale.ROOT, "%d schedules, one every %d ms", count, between),
                    floor(scratch, bare, count, between, 1),
                    activated(installed, "1.0.0", count, between));
            print(
                    count + " schedules, all at the same instant",
                    floor(scratch, bare, 1, 0, count),
                    activated(installed, "2.0.0", count, 0));
        }
        System.out.println(Load.now());
    }

    private static Quantiles activated(
            Installed installed, String version, int count, int betweenMs) {
        var late = new ConcurrentLinkedQueue<Long>();
        var left = new CountDownLatch(count);
        installed.watch(
                batch -> {
                    var now = installed.now();
                    for (var at : activations(batch)) {
                        late.add(Duration.between(at, now).toNanos());
                        left.countDown();
                    }
                });
        var first = installed.now().plus(AHEAD_EACH.multipliedBy(count)).plusSeconds(2);
        var runs = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            runs.add(queued(installed, i, version, first.plusMillis((long) i * betweenMs)));
        }
        awaitScheduled(installed, runs, first);
        await(left, Duration.between(installed.now(), first).plusSeconds(60));
        if (late.size() != count) {
            throw new IllegalStateException(
                    late.size() + " activations of " + count + " schedules");
        }
        return new Quantiles(late.stream().mapToLong(Long::longValue).toArray());
    }

    private static int queued(Installed installed, int number, String version, Instant at) {
        var release = List.of(Policies.one("bench-limit-" + (number + 1), version, 35));
        installed.submit(release);
        return installed.approve(
                installed.signed(
                        release,
                        RunOptions.of(Optional.of(at), RunOptions.Pending.UNSAID, false, false)));
    }

    private static List<Instant> activations(Committed batch) {
        return batch.entries().stream()
                .map(entry -> entry.event())
                .filter(LiveEvent.VersionActivated.class::isInstance)
                .map(event -> ((LiveEvent.VersionActivated) event).activatedAt())
                .toList();
    }

    /// All are delivered before the first instant comes, or nothing was measured.
    private static void awaitScheduled(Installed installed, List<Integer> runs, Instant first) {
        while (!runs.stream().allMatch(run -> isScheduled(installed, run))) {
            if (installed.now().isAfter(first)) {
                throw new IllegalStateException(
                        "not every version was delivered by " + first + "; take fewer schedules");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean isScheduled(Installed installed, int run) {
        return installed
                .writer
                .state()
                .runs()
                .open(run)
                .filter(r -> r.phase() instanceof Run.Phase.Scheduled)
                .isPresent();
    }

    private static Quantiles floor(
            Scratch scratch,
            ScheduledThreadPoolExecutor bare,
            int timers,
            int betweenMs,
            int entries) {
        var late = new ConcurrentLinkedQueue<Long>();
        var left = new CountDownLatch(timers);
        long first = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < timers; i++) {
            long at = first + TimeUnit.MILLISECONDS.toNanos((long) i * betweenMs);
            var _ =
                    bare.schedule(
                            () -> {
                                scratch.forced(1, entries * ENTRY_BYTES);
                                late.add(System.nanoTime() - at);
                                left.countDown();
                            },
                            at - System.nanoTime(),
                            TimeUnit.NANOSECONDS);
        }
        await(left, Duration.ofMillis((long) timers * betweenMs).plusSeconds(60));
        return new Quantiles(late.stream().mapToLong(Long::longValue).toArray());
    }

    private static void await(CountDownLatch latch, Duration patience) {
        try {
            if (!latch.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        latch.getCount() + " of them did not come in " + patience);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void print(String what, Quantiles floor, Quantiles ours) {
        System.out.printf(
                Locale.ROOT,
                "%s; milliseconds from the instant until it is durable%n"
                        + "  floor (timer, forced write)  %s%n"
                        + "  version-activated            %s   (p50 %.1f × the floor)%n",
                what,
                floor,
                ours,
                ours.atMs(50) / floor.atMs(50));
    }
}
