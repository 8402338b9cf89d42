package hms.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// How many live values a second are read over HTTP, each with a token that is checked, beside
/// nginx serving a file of the same size from the same machine, with the same load by `wrk`.
///
/// Both take turns, so that whatever else the machine does falls on both. The load generator has
/// its share of the processors in both cases. What each server spends of processor time on an
/// answer says more where the machine is busy with other things. Needs `wrk` and `nginx` on the
/// path.
///
/// ```
/// java … hms.bench.ReadBench [seconds] [rounds]      3 and 3 unless told otherwise
/// ```
public final class ReadBench {

    private static final int CONNECTIONS = 64;
    private static final int WARM_UP = 3;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern ANSWERS = Pattern.compile("([0-9]+) requests in");
    private static final Pattern P99 = Pattern.compile("99%\\s+(\\S+)");

    private ReadBench() {}

    /// @param perSecond answers a second
    /// @param p99 as `wrk` writes it
    /// @param cpuMicros of the server, for each answer
    private record Measured(double perSecond, String p99, double cpuMicros) {}

    /// Something that serves, and what processor time it has had so far.
    private record Served(URI uri, Supplier<Duration> cpu) {}

    /// Prints the rates.
    public static void main(String[] arguments) {
        int seconds = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
        int rounds = arguments.length < 2 ? 3 : Integer.parseInt(arguments[1]);
        try (var scratch = Scratch.make("hms-read-bench");
                var installed = new Installed(scratch.path(), new SecureRandom())) {
            var token = installed.bearer(installed.opened());
            var release = List.of(Policies.one("epa-pm25-limit", "1.5.0", 35));
            installed.submit(release);
            installed.untilEnded(installed.approve(installed.signed(release)));
            try (var http = installed.server()) {
                var ours =
                        URI.create(
                                "http://127.0.0.1:"
                                        + http.start(0, "127.0.0.1")
                                        + "/api/policies/epa-pm25-limit?env=production");
                var body = read(ours, token);
                try (var nginx = Nginx.serving(scratch.path(), body)) {
                    measure(
                            seconds,
                            rounds,
                            new Served(ours, () -> cpu(ProcessHandle.current())),
                            new Served(nginx.file(), nginx::cpu),
                            token,
                            body.length);
                }
            }
        }
    }

    private static void measure(
            int seconds, int rounds, Served ours, Served theirs, String token, int bytes) {
        for (int i = 0; i < WARM_UP; i++) {
            wrk(seconds, ours, token);
        }
        List<Measured> hms = new ArrayList<>();
        List<Measured> nginx = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            nginx.add(wrk(seconds, theirs, token));
            hms.add(wrk(seconds, ours, token));
        }
        var peer = median(nginx);
        var own = median(hms);
        System.out.printf(
                Locale.ROOT,
                "GET one policy, %,d bytes, %d connections, median of %d rounds of %d s%n"
                        + "  nginx, a static file   %,9.0f/s   p99 %s   %.1f µs of CPU each%n"
                        + "  live value and token   %,9.0f/s   p99 %s   %.1f µs of CPU each"
                        + "   (%.2f × nginx's rate)%n",
                bytes,
                CONNECTIONS,
                rounds,
                seconds,
                peer.perSecond(),
                peer.p99(),
                peer.cpuMicros(),
                own.perSecond(),
                own.p99(),
                own.cpuMicros(),
                own.perSecond() / peer.perSecond());
    }

    private static Measured median(List<Measured> all) {
        var sorted = new ArrayList<>(all);
        Collections.sort(sorted, java.util.Comparator.comparingDouble(Measured::perSecond));
        return sorted.get(sorted.size() / 2);
    }

    private static byte[] read(URI uri, String token) {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        uri
                                + " answered "
                                + answer.statusCode()
                                + " "
                                + new String(answer.body(), UTF_8));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(uri + " could not be read", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Measured wrk(int seconds, Served served, String token) {
        var uri = served.uri();
        var before = served.cpu().get();
        var said =
                output(
                        new ProcessBuilder(
                                "wrk",
                                "-t1",
                                "-c" + CONNECTIONS,
                                "-d" + seconds + "s",
                                "--latency",
                                "-H",
                                "Authorization: Bearer " + token,
                                uri.toString()));
        var spent = served.cpu().get().minus(before);
        var rate = RATE.matcher(said);
        var p99 = P99.matcher(said);
        var answers = ANSWERS.matcher(said);
        if (!rate.find() || !p99.find() || !answers.find() || said.contains("Non-2xx")) {
            throw new IllegalStateException("wrk did not measure " + uri + ":\n" + said);
        }
        return new Measured(
                Double.parseDouble(rate.group(1)),
                p99.group(1),
                spent.toNanos() / 1e3 / Long.parseLong(answers.group(1)));
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String output(ProcessBuilder command) {
        try {
            var process = command.redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(command.command().getFirst() + " could not be run", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// An nginx of our own, in a folder of its own, for as long as it is needed.
    private record Nginx(Process process, URI file) implements AutoCloseable {

        static Nginx serving(Path folder, byte[] content) {
            try {
                var root = Files.createDirectories(folder.resolve("nginx/www"));
                Files.write(root.resolve("policy.json"), content);
                int port = freePort();
                var configuration = folder.resolve("nginx/nginx.conf");
                Files.writeString(
                        configuration, configuration(folder.resolve("nginx"), root, port));
                var process =
                        new ProcessBuilder(
                                        "nginx",
                                        "-p",
                                        folder.resolve("nginx").toString(),
                                        "-c",
                                        configuration.toString(),
                                        "-e",
                                        folder.resolve("nginx/error.log").toString())
                                .inheritIO()
                                .start();
                awaitListening(process, port);
                return new Nginx(process, URI.create("http://127.0.0.1:" + port + "/policy.json"));
            } catch (IOException e) {
                throw new UncheckedIOException("nginx could not be started", e);
            }
        }

        private static String configuration(Path folder, Path root, int port) {
            // else root's workers would be nobody's, who cannot look into the folder
            var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
            return """
                    %4$s
                    daemon off;
                    worker_processes 2;
                    pid %1$s/nginx.pid;
                    error_log %1$s/error.log crit;
                    events { worker_connections 1024; }
                    http {
                      access_log off;
                      sendfile on;
                      tcp_nodelay on;
                      keepalive_requests 1000000000;
                      open_file_cache max=100;
                      default_type application/json;
                      client_body_temp_path %1$s/body;
                      proxy_temp_path %1$s/proxy;
                      fastcgi_temp_path %1$s/fastcgi;
                      uwsgi_temp_path %1$s/uwsgi;
                      scgi_temp_path %1$s/scgi;
                      server { listen 127.0.0.1:%3$d reuseport; root %2$s; }
                    }
                    """
                    .formatted(folder, root, port, user);
        }

        /// Of its workers.
        Duration cpu() {
            return process.descendants().map(ReadBench::cpu).reduce(Duration.ZERO, Duration::plus);
        }

        private static int freePort() throws IOException {
            try (var socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        private static void awaitListening(Process process, int port) throws IOException {
            while (process.isAlive()) {
                try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return;
                } catch (java.net.ConnectException e) {
                    Thread.onSpinWait();
                }
            }
            throw new IOException("it ended with " + process.exitValue());
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
