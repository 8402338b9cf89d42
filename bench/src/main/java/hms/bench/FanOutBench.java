package hms.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.ledger.write.Committed;
import hms.runs.intake.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How long it takes from a change to the last of many subscribers, over server-sent events and
/// over WebSocket, and what a subscriber and a message cost.
///
/// Beside it the floor, in the same run: one thread with one selector that writes the same bytes
/// to the same number of connections ([NioFloor]). The subscribers are in another process
/// ([FanOutClients]), which both take turns with, change by change.
///
/// ```
/// java … hms.bench.FanOutBench [rounds] [subscribers…]
/// ```
///
/// 20 rounds, 1,000 and 10,000 subscribers unless told otherwise. Redis is a peer where
/// `redis-server` is on the path. Needs as many open files as there are subscribers, and some
/// more: `ulimit -n 20000`.
public final class FanOutBench {

    private static final String MARK = "\"type\":\"change\"";
    private static final int WARM_UP = 20;
    private static final int PEER_BYTES = 2_500;
    private static final PolicyId POLICY = PolicyId.of("epa-pm25-limit");

    private FanOutBench() {}

    /// @param cpuMicros of the server, for each message
    private record Measured(List<Double> millis, List<Double> afterDurable, double cpuMicros) {

        static double median(List<Double> all) {
            return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
        }

        static double worst(List<Double> all) {
            return all.stream().max(Double::compare).orElseThrow();
        }
    }

    /// Prints the times.
    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        int[] counts =
                arguments.length < 2
                        ? new int[] {1_000, 10_000}
                        : Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        try (var scratch = Scratch.make("hms-fan-out-bench");
                var installed = new Installed(scratch.path(), new SecureRandom())) {
            var token = installed.bearer(installed.opened());
            for (var version : List.of("1.5.0", "2.0.0")) {
                var release = List.of(Policies.one(POLICY.text(), version, 35));
                installed.submit(release);
                installed.untilEnded(installed.approve(installed.signed(release)));
            }
            try (var http = installed.server()) {
                int port = http.start(0, "127.0.0.1");
                for (int count : counts) {
                    for (boolean webSocket : new boolean[] {false, true}) {
                        run(installed, port, request(token, webSocket), count, rounds);
                    }
                    if (RedisPeer.isThere()) {
                        beside(scratch.path(), count, rounds);
                    }
                }
            }
        }
    }

    private static String request(String token, boolean webSocket) {
        return "GET /api/stream HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer "
                + token
                + "\n"
                + (webSocket
                        ? """
                          Upgrade: websocket
                          Connection: Upgrade
                          Sec-WebSocket-Version: 13
                          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                          """
                        : "");
    }

    private static void run(Installed installed, int port, String request, int count, int rounds) {
        long before = heap();
        try (var clients = Subscribers.connect(port, count, request, MARK)) {
            long after = heap();
            var change = change(installed, port, request);
            clients.await(1);
            try (var floor = Floor.sending(change);
                    var theirs = Subscribers.connect(floor.port(), count, request, MARK)) {
                measure(
                        installed,
                        new Sides(clients, theirs, floor, change),
                        count,
                        rounds,
                        request.contains("websocket") ? "WebSocket" : "SSE",
                        (double) (after - before) / count);
            }
        }
    }

    /// Redis, told to write to the disk before it answers, and to publish.
    private static void beside(Path folder, int count, int rounds) {
        var payload = new byte[PEER_BYTES];
        Arrays.fill(payload, (byte) 'x');
        var millis = new ArrayList<Double>();
        try (var redis = RedisPeer.start(folder);
                var clients =
                        Subscribers.connect(
                                redis.port(), count, RedisPeer.SUBSCRIBE, RedisPeer.CHANNEL)) {
            long cpu = 0;
            for (int i = 0; i < WARM_UP + rounds; i++) {
                long cpuBefore = redis.cpuNanos();
                long begun = System.nanoTime();
                redis.publish(payload);
                long ended = clients.await(i + 1);
                if (i >= WARM_UP) {
                    millis.add((ended - begun) / 1e6);
                    cpu += redis.cpuNanos() - cpuBefore;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d subscribers of Redis, %d bytes, set with appendfsync always and published: %.1f (%.1f) ms from the request, CPU a message %.1f µs%n",
                    count,
                    PEER_BYTES,
                    Measured.median(millis),
                    Measured.worst(millis),
                    cpu / 1e3 / ((double) rounds * count));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Sides(Subscribers ours, Subscribers theirs, Floor floor, byte[] change) {}

    private static void measure(
            Installed installed, Sides sides, int count, int rounds, String how, double heap) {
        var ours = new Measured(new ArrayList<>(), new ArrayList<>(), 0);
        var floor = new Measured(new ArrayList<>(), new ArrayList<>(), 0);
        long cpu = 0;
        long floorCpu = 0;
        for (int i = 0; i < WARM_UP + rounds; i++) {
            long cpuBefore = cpuNanos();
            var timed = rollBack(installed, sides.ours(), i);
            long used = cpuNanos() - cpuBefore;
            long floorCpuBefore = sides.floor().cpuNanos();
            long begun = System.nanoTime();
            sides.floor().send();
            long ended = sides.theirs().await(i + 1);
            long floorUsed = sides.floor().cpuNanos() - floorCpuBefore;
            if (i >= WARM_UP) {
                ours.millis().add(timed[0]);
                ours.afterDurable().add(timed[1]);
                floor.millis().add((ended - begun) / 1e6);
                cpu += used;
                floorCpu += floorUsed;
            }
        }
        double messages = (double) rounds * count;
        print(count, how, sides.change().length, ours, floor);
        System.out.printf(
                Locale.ROOT,
                "    CPU a message %.1f µs (the whole server: command, fsync and all), floor %.1f µs: %.2f ×; heap a subscriber %.0f bytes%n",
                cpu / 1e3 / messages,
                floorCpu / 1e3 / messages,
                (double) cpu / floorCpu,
                heap);
    }

    private static void print(int count, String how, int bytes, Measured ours, Measured floor) {
        double ratio = Measured.median(ours.afterDurable()) / Measured.median(floor.millis());
        System.out.printf(
                Locale.ROOT,
                "%,d subscribers, %s, %d bytes a change; ms to the last, median (worst)%n"
                        + "    from the request %.1f (%.1f), from durable %.1f (%.1f), floor %.1f (%.1f): %.2f × the floor from durable%n",
                count,
                how,
                bytes,
                Measured.median(ours.millis()),
                Measured.worst(ours.millis()),
                Measured.median(ours.afterDurable()),
                Measured.worst(ours.afterDurable()),
                Measured.median(floor.millis()),
                Measured.worst(floor.millis()),
                ratio);
    }

    /// Rolls back, to the one version and to the other in turn.
    ///
    /// @return milliseconds from the request, and from when it was durable, to the last subscriber
    private static double[] rollBack(Installed installed, Subscribers clients, int round) {
        var durable = new AtomicLong();
        installed.watch((Committed batch) -> durable.compareAndSet(0, System.nanoTime()));
        long begun = System.nanoTime();
        act(installed);
        long ended = clients.await(round + 2);
        return new double[] {(ended - begun) / 1e6, (ended - durable.get()) / 1e6};
    }

    private static void act(Installed installed) {
        var live =
                installed
                        .writer
                        .state()
                        .live()
                        .inForce(
                                new hms.core.state.Line(EnvironmentId.PRODUCTION, POLICY),
                                installed.now())
                        .orElseThrow()
                        .version();
        var to = Version.of(live.toString().equals("2.0.0") ? "1.5.0" : "2.0.0");
        var reply =
                installed.intake.rollBack(
                        Installed.ADMIN,
                        EnvironmentId.PRODUCTION,
                        new ArtifactKey(POLICY, to),
                        Optional.empty(),
                        Optional.empty());
        if (reply instanceof Reply.No<?> no) {
            throw new IllegalStateException(no.refusal().toString());
        }
    }

    /// The bytes of one change, as the server sends them to one subscriber more.
    private static byte[] change(Installed installed, int port, String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((request.replace("\n", "\r\n") + "\r\n").getBytes(ISO_8859_1));
            var in = socket.getInputStream();
            var text = new StringBuilder();
            var part = new byte[1 << 16];
            while (!text.toString().contains("\"type\":\"heartbeat\"")) {
                text.append(new String(part, 0, Math.max(0, in.read(part)), ISO_8859_1));
            }
            act(installed);
            while (true) {
                var frame = request.contains("websocket") ? webSocketFrame(in) : chunk(in);
                if (new String(frame, ISO_8859_1).contains(MARK)) {
                    return frame;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the stream could not be read", e);
        }
    }

    private static byte[] chunk(InputStream in) throws IOException {
        var size = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            size.append((char) c);
        }
        int length = Integer.parseInt(size.toString().strip(), 16);
        return joined((size + "\n").getBytes(ISO_8859_1), in.readNBytes(length + 2));
    }

    /// Of 126 to 65,535 bytes, as all are here.
    private static byte[] webSocketFrame(InputStream in) throws IOException {
        var head = in.readNBytes(4);
        return joined(head, in.readNBytes((head[2] & 0xFF) << 8 | (head[3] & 0xFF)));
    }

    private static byte[] joined(byte[] a, byte[] b) {
        var all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /// The floor, in a process of its own.
    private record Floor(Process process, int port, Path file) implements AutoCloseable {

        static Floor sending(byte[] bytes) {
            try {
                var file = Files.createTempFile("hms-fan-out", ".bytes");
                Files.write(file, bytes);
                var process = Subscribers.java(NioFloor.class, MARK, file.toString());
                var says =
                        new BufferedReader(
                                new InputStreamReader(process.getInputStream(), ISO_8859_1));
                return new Floor(process, Integer.parseInt(says.readLine()), file);
            } catch (IOException e) {
                throw new UncheckedIOException("the floor could not be started", e);
            }
        }

        void send() {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the floor is gone", e);
            }
        }

        long cpuNanos() {
            return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
        }

        @Override
        public void close() {
            process.destroy();
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " could not be removed", e);
            }
        }
    }
}
