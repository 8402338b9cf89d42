package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keeps one place of the cluster taken: starts a replica, asks it all the time how it is, and
/// starts another when it dies or answers nothing any more.
final class Keeper implements Backend, AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(200);
    private static final Duration CHECK = Duration.ofSeconds(2);
    private static final Duration TO_BE_DEAD = Duration.ofSeconds(20);
    private static final Duration FAREWELL = Duration.ofSeconds(4);

    private final ReplicaOrder order;
    private final JavaProgram program;
    private final Path log;
    private final Upstream upstream;
    private final BundleStore bundles;
    private final BackOff backOff = new BackOff();
    private final Thread thread;
    private volatile @Nullable Life life;
    private volatile boolean closing;
    private final AtomicInteger restarts = new AtomicInteger();

    Keeper(
            ReplicaOrder order,
            JavaProgram program,
            Path log,
            Upstream upstream,
            BundleStore bundles) {
        this.order = order;
        this.program = program;
        this.log = log;
        this.upstream = upstream;
        this.bundles = bundles;
        this.thread = Thread.ofVirtual().name(order.name()).unstarted(this::keep);
    }

    Keeper start() {
        thread.start();
        return this;
    }

    /// One replica, from its start to its end.
    private static final class Life {
        private final Process process;
        private volatile int port;
        private volatile long readySince;
        private volatile boolean ready;
        private volatile boolean wanted;
        private volatile JsonNode health = Reply.object().put("detail", "it starts");

        Life(Process process) {
            this.process = process;
        }

        Duration readyFor() {
            return readySince == 0
                    ? Duration.ZERO
                    : Duration.ofNanos(System.nanoTime() - readySince);
        }
    }

    @Override
    public String name() {
        return order.name();
    }

    int restarts() {
        return restarts.get();
    }

    /// The number of its process, while there is one.
    Optional<Long> pid() {
        return Optional.ofNullable(life)
                .filter(each -> each.process.isAlive())
                .map(each -> each.process.pid());
    }

    @Override
    public boolean isReady() {
        var now = life;
        return now != null && now.ready && now.process.isAlive();
    }

    /// What it said of itself last.
    JsonNode health() {
        var now = life;
        return now == null ? Reply.object().put("detail", "it is started again soon") : now.health;
    }

    @Override
    public int port() throws IOException {
        var now = life;
        if (now == null || now.port == 0) {
            throw new IOException(order.name() + " does not answer yet");
        }
        return now.port;
    }

    @Override
    public void suspect() {
        var now = life;
        if (now != null) {
            now.ready = false;
        }
    }

    /// Ends its process, as `kill -9` does.
    ///
    /// @return the number of the process; empty if there is none now
    Optional<Long> kill() {
        var now = life;
        if (now == null || !now.process.isAlive()) {
            return Optional.empty();
        }
        now.wanted = true;
        now.ready = false;
        now.process.destroyForcibly();
        return Optional.of(now.process.pid());
    }

    private void keep() {
        while (!closing) {
            var wait = Duration.ZERO;
            try {
                wait = live();
            } catch (IOException e) {
                wait = backOff.died(Duration.ZERO, false);
                Log.line(order.name() + " could not be started: " + e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            if (!closing) {
                restarts.incrementAndGet();
                Log.line(order.name() + " is started again in " + wait.toMillis() + " ms");
                try {
                    Thread.sleep(wait);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    /// @return how long to wait after its death
    private Duration live() throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(program.command(Replica.class, Replica.HEAP))
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        var now = new Life(process);
        life = now;
        try {
            var input = process.outputWriter(UTF_8);
            input.write(order.line() + "\n");
            input.flush(); // and stays open: its end is the replica's
            now.port = announced(process);
            watch(now);
        } catch (IOException e) {
            process.destroyForcibly();
            Log.line(order.name() + " does not start: " + e.getMessage());
        } finally {
            now.ready = false;
            if (!closing) {
                process.destroyForcibly();
            }
        }
        int status = process.waitFor();
        if (!closing) {
            Log.line(order.name() + ", process " + process.pid() + ", ended with " + status);
            life = null;
        }
        return backOff.died(now.readyFor(), now.wanted);
    }

    private static int announced(Process process) throws IOException, InterruptedException {
        var reader = process.inputReader(UTF_8);
        var line =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Optional.ofNullable(reader.readLine());
                            } catch (IOException e) {
                                return Optional.<String>empty();
                            }
                        },
                        Thread::startVirtualThread);
        try {
            var said = line.get(TO_START.toMillis(), TimeUnit.MILLISECONDS);
            if (said.isEmpty()) {
                throw new IOException("it ended before it could answer; its log says why");
            }
            return JsonMapper.shared().readTree(said.get()).path("port").asInt();
        } catch (TimeoutException e) {
            throw new IOException("it said nothing for " + TO_START.toSeconds() + " s", e);
        } catch (ExecutionException | JacksonException e) {
            throw new IOException("what it said is not understood: " + e.getMessage(), e);
        }
    }

    private void watch(Life now) throws InterruptedException {
        long heard = System.nanoTime();
        do {
            try {
                var answer = upstream.get(now.port, "/healthz", CHECK);
                heard = System.nanoTime();
                now.health = JsonMapper.shared().readTree(answer.body());
                boolean good = answer.statusCode() == 200 && hasBundle(now);
                if (good && now.readySince == 0) {
                    now.readySince = System.nanoTime();
                }
                now.ready = good && !now.wanted;
            } catch (IOException | JacksonException e) {
                now.ready = false;
                if (System.nanoTime() - heard > TO_BE_DEAD.toNanos()) {
                    Log.line(order.name() + " answers nothing any more: " + e.getMessage());
                    return;
                }
            }
        } while (!now.process.waitFor(BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// A replica that was not there when a bundle was delivered gets it before it answers anybody.
    private boolean hasBundle(Life now) throws IOException, InterruptedException {
        var held = bundles.held();
        if (held.isEmpty()
                || now.health.path("bundle").path("sequence").asLong(-1) >= held.get().sequence()) {
            return true;
        }
        var answer = upstream.post(now.port, "/bundle", held.get().text(), BundleStore.PATIENCE);
        if (answer.statusCode() != 200) {
            Log.line(
                    order.name()
                            + " does not take the bundle "
                            + held.get().sequence()
                            + ": "
                            + new String(answer.body(), UTF_8));
        }
        return true;
    }

    /// Lets it end as it should, and kills it if it does not.
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        var now = life;
        if (now == null) {
            return;
        }
        now.ready = false;
        try {
            now.process.getOutputStream().close();
        } catch (IOException e) {
            // it has gone already
        }
        try {
            if (!now.process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                now.process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            now.process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
