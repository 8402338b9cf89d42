package hms.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.RunOptions;
import hms.runs.config.HmsConfig;
import java.math.BigDecimal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/// How far from its instant a scheduled version takes effect in many clients of the SDK, all in one
/// process and on one timer thread: from the instant until what the client reads is the new value,
/// and until its listener is told. The version is delivered ahead; what comes over the stream about
/// the instant is counted, and clients are to have the same revision before and after. The first
/// flip is that of a cold process.
///
/// Beside it, at the same moment half a second later, the floor: as many timers of a bare
/// `ScheduledThreadPoolExecutor` with one thread, each of which only notes that it ran.
///
/// ```
/// java … hms.bench.FlipBench [clients] [flips] [seconds ahead]      1,000, 5 and 12 unless told
/// ```
public final class FlipBench {

    private static final String POLICY = "epa-pm25-limit";
    private static final Duration BEFORE = Duration.ofMillis(500);
    private static final Duration FLOOR_AFTER = Duration.ofMillis(500);
    private static final long BETWEEN_LOOKS_NANOS = 20_000;

    /// There would be one as soon as there are clients, and it would take its time.
    private static final HmsConfig WITHOUT_CANARY =
            HmsConfig.parse(
                    "hms.yaml",
                    """
                    pipeline:
                      name: without a canary
                      stages:
                        - { id: validate, uses: validate, title: Lint & Schema }
                        - { id: package, uses: package, title: Package }
                        - { id: publish, uses: publish, title: Publication }
                        - { id: rollout, uses: rollout, title: Full Rollout }
                        - { id: activate, uses: activate, title: Activation }
                    """
                            .getBytes(UTF_8));

    private FlipBench() {}

    /// @param reads nanoseconds from the instant until the new value was read, by client
    /// @param told the same until the listener was told
    /// @param floor the same for the bare timers
    /// @param changes messages about changes about the instant
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Flip(long[] reads, long[] told, long[] floor, long changes, long heartbeats) {}

    /// Prints the skews.
    public static void main(String[] arguments) {
        int clients = arguments.length == 0 ? 1_000 : Integer.parseInt(arguments[0]);
        int flips = arguments.length < 2 ? 5 : Integer.parseInt(arguments[1]);
        int ahead = arguments.length < 3 ? 12 : Integer.parseInt(arguments[2]);
        System.out.println(Load.now());
        try (var scratch = Scratch.make("hms-flip-bench");
                var installed = new Installed(scratch.path(), new SecureRandom());
                var bare = new ScheduledThreadPoolExecutor(1)) {
            var token = installed.bearer(installed.opened(WITHOUT_CANARY));
            var first = List.of(Policies.one(POLICY, "1.0.0", 35));
            installed.submit(first);
            installed.untilEnded(installed.approve(installed.signed(first)));
            try (var http = installed.server()) {
                int port = http.start(0, "127.0.0.1");
                try (var watch = new StreamWatch(port, token);
                        var sdk =
                                new SdkClients(
                                        URI.create("http://127.0.0.1:" + port),
                                        token,
                                        clients,
                                        POLICY,
                                        "limit")) {
                    for (int i = 1; i <= flips; i++) {
                        int limit = 35 + i;
                        var at = schedule(installed, "1." + i + ".0", limit, ahead);
                        print(i, flip(sdk, watch, bare, at, new BigDecimal(limit)));
                    }
                }
            }
        }
        System.out.println(Load.now());
    }

    private static Instant schedule(Installed installed, String version, int limit, int ahead) {
        var at = installed.now().plusSeconds(ahead);
        var release = List.of(Policies.one(POLICY, version, limit));
        installed.submit(release);
        int run =
                installed.approve(
                        installed.signed(
                                release,
                                RunOptions.of(
                                        Optional.of(at), RunOptions.Pending.UNSAID, false, false)));
        var line = new Line(EnvironmentId.PRODUCTION, PolicyId.of(POLICY));
        SdkClients.await(
                "version " + version + " is scheduled by run #" + run,
                () -> isScheduled(installed, run, line, version, at));
        return at;
    }

    private static boolean isScheduled(
            Installed installed, int run, Line line, String version, Instant at) {
        var state = installed.writer.state();
        var error = state.runs().closed(run).flatMap(closed -> closed.error());
        if (error.isPresent() || installed.now().isAfter(at)) {
            throw new IllegalStateException(
                    "run #" + run + " did not schedule anything in time: " + error);
        }
        return state.live()
                .inForce(line, at)
                .filter(entry -> entry.version().toString().equals(version))
                .isPresent();
    }

    private static Flip flip(
            SdkClients sdk,
            StreamWatch watch,
            ScheduledThreadPoolExecutor bare,
            Instant at,
            BigDecimal expected) {
        int count = sdk.count();
        long atNanos = nanosOf(at);
        var ran = new AtomicLongArray(count);
        long floorAt = atNanos + FLOOR_AFTER.toNanos();
        for (int i = 0; i < count; i++) {
            int timer = i;
            var _ =
                    bare.schedule(
                            () -> ran.set(timer, System.nanoTime()),
                            floorAt - System.nanoTime(),
                            TimeUnit.NANOSECONDS);
        }
        parkUntil(atNanos - BEFORE.toNanos());
        var revisions = sdk.revisions();
        if (revisions.size() != 1 || sdk.read(0).compareTo(expected) == 0) {
            throw new IllegalStateException(
                    "not delivered ahead of " + at + ": revisions " + revisions);
        }
        atNanos = nanosOf(at); // clocks drift
        var reads = readUntilAllHave(sdk, expected, atNanos);
        parkUntil(floorAt + FLOOR_AFTER.toNanos());
        var told = new long[count];
        var floor = new long[count];
        for (int i = 0; i < count; i++) {
            told[i] = sdk.toldAt(i) - atNanos;
            floor[i] = ran.get(i) - floorAt;
        }
        long from = atNanos - BEFORE.toNanos();
        long until = floorAt;
        if (!sdk.revisions().equals(revisions)) {
            System.out.println("  revisions after the instant: " + sdk.revisions());
        }
        return new Flip(
                reads,
                told,
                floor,
                watch.count("change", from, until),
                watch.count("heartbeat", from, until));
    }

    /// Looks at each client again and again until it reads the new value.
    private static long[] readUntilAllHave(SdkClients sdk, BigDecimal expected, long atNanos) {
        var seen = new long[sdk.count()];
        var waiting = new int[sdk.count()];
        Arrays.setAll(waiting, i -> i);
        int left = waiting.length;
        while (left > 0) {
            int still = 0;
            for (int i = 0; i < left; i++) {
                int client = waiting[i];
                if (sdk.read(client).compareTo(expected) == 0) {
                    seen[client] = System.nanoTime() - atNanos;
                } else {
                    waiting[still++] = client;
                }
            }
            left = still;
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return seen;
    }

    private static long nanosOf(Instant at) {
        return System.nanoTime() + Duration.between(Clock.systemUTC().instant(), at).toNanos();
    }

    private static void parkUntil(long nanos) {
        for (long rest = nanos - System.nanoTime(); rest > 0; rest = nanos - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    private static void print(int number, Flip flip) {
        var reads = new Quantiles(flip.reads());
        var floor = new Quantiles(flip.floor());
        System.out.printf(
                Locale.ROOT,
                "flip %d in %,d clients; milliseconds after the instant; %d changes and %d heartbeats came meanwhile%n"
                        + "  floor (bare timers)  %s%n"
                        + "  read                 %s   (p99 %.1f × the floor)%n"
                        + "  listener             %s%n",
                number,
                flip.reads().length,
                flip.changes(),
                flip.heartbeats(),
                floor,
                reads,
                reads.atMs(99) / floor.atMs(99),
                new Quantiles(flip.told()));
    }
}
