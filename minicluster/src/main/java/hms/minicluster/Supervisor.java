package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// The process that keeps one cluster: replicas, front and control port. It is told what to be on
/// its standard input: the order on the first line, the Java program on the second. Where it is
/// to be found is in the cluster's folder:
///
/// | file | what |
/// |---|---|
/// | `cluster.json` | its process, ports, and the secret of the control port; for its owner alone |
/// | `lock` | held while it lives: there is one supervisor a folder |
/// | `front-port` | the port that the front had last, and will have again if it is free |
/// | `bundle.json` | what was delivered last |
/// | `cache/` | what each replica had last |
/// | `*.log` | what the supervisor and the replicas say |
final class Supervisor {
    private static final int SECRET_BYTES = 24;

    private final ClusterOrder order;
    private final Upstream upstream = new Upstream();
    private final Faults faults =
            new Faults(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    private final List<Keeper> keepers;
    private final Front front;
    private final ControlPort control;
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private Supervisor(ClusterOrder order, JavaProgram program) throws IOException {
        this.order = order;
        var secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        var bundles = new BundleStore(order.folder().resolve("bundle.json"));
        this.keepers =
                IntStream.rangeClosed(1, order.replicas())
                        .mapToObj(number -> keeper(order.name(number), program, bundles))
                        .toList();
        this.front = front();
        var hex = HexFormat.of().formatHex(secret);
        this.control =
                new ControlPort(
                        order,
                        hex,
                        front,
                        keepers,
                        faults,
                        new BundleDelivery(keepers, upstream, bundles),
                        told::countDown);
        announce(hex);
    }

    static void main() throws IOException, InterruptedException {
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        var order = ClusterOrder.parse(in.readLine());
        var program = JavaProgram.of(JsonMapper.shared().readTree(in.readLine()));
        try (var channel = open(order.folder().resolve("lock"));
                var lock = channel.tryLock()) {
            if (lock == null) {
                Log.line("another supervisor keeps the cluster in " + order.folder());
                System.exit(1);
            }
            new Supervisor(order, program).serve();
        }
        System.exit(0);
    }

    private static FileChannel open(Path lock) throws IOException {
        return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private Keeper keeper(String name, JavaProgram program, BundleStore bundles) {
        var folder = order.folder();
        return new Keeper(
                new ReplicaOrder(
                        name,
                        order.environment(),
                        order.server(),
                        order.token(),
                        folder.resolve("cache").resolve(name)),
                program,
                folder.resolve(name + ".log"),
                upstream,
                bundles);
    }

    /// Where it was before, so that addresses that people have noted go on being good.
    private Front front() throws IOException {
        var file = order.folder().resolve("front-port");
        int before = 0;
        if (Files.exists(file)) {
            var text = Files.readString(file).strip();
            before = text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : 0;
        }
        Front made;
        try {
            made = new Front(before, keepers, upstream, faults);
        } catch (IOException e) {
            made = new Front(0, keepers, upstream, faults);
        }
        Files.writeString(file, made.port() + "\n");
        return made;
    }

    private Path file() {
        return order.folder().resolve("cluster.json");
    }

    private void announce(String secret) throws IOException {
        var self = ProcessHandle.current();
        var json = Reply.object();
        json.put("environment", order.environment());
        json.put("pid", self.pid());
        json.put("started", self.info().startInstant().map(Instant::toString).orElse(""));
        json.put("control", control.port());
        json.put("secret", secret);
        json.put("front", front.port());
        json.put("server", order.server().toString());
        json.put("tokenId", order.tokenId());
        json.put("replicas", order.replicas());
        OwnFile.write(file(), (json.toPrettyString() + "\n").getBytes(UTF_8));
    }

    private void serve() throws IOException, InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(
                                        () -> {
                                            told.countDown();
                                            await(ended);
                                        }));
        keepers.forEach(Keeper::start);
        Log.line(
                "%s: %d replicas behind http://127.0.0.1:%d, obeying %s"
                        .formatted(
                                order.environment(),
                                order.replicas(),
                                front.port(),
                                order.server()));
        told.await();
        close();
        ended.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() throws IOException {
        Log.line(order.environment() + " ends");
        front.close();
        var closing = keepers.stream().map(each -> Thread.startVirtualThread(each::close)).toList();
        for (var each : closing) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        control.close();
        upstream.close();
        Files.deleteIfExists(file());
    }
}
