package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FrontTest {
    private final Upstream upstream = new Upstream();
    private final Faults faults = new Faults(System::nanoTime, () -> 0);
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        for (var each : closing) {
            each.close();
        }
        upstream.close();
        http.shutdownNow();
    }

    /// A replica that answers with a status, or not at all.
    private final class Fake implements Backend {
        private final String name;
        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch release = new CountDownLatch(1);
        private final HttpServer server;
        private volatile boolean ready = true;
        private volatile int status = 200;
        private volatile boolean hangs;

        Fake(String name) {
            this.name = name;
            try {
                server =
                        Reply.listen(
                                0,
                                Reply.handler(
                                        exchange -> {
                                            asked.incrementAndGet();
                                            if (hangs) {
                                                awaitRelease();
                                            }
                                            var uri = exchange.getRequestURI().toString();
                                            return new Reply(
                                                    status, Reply.object().put("asked", uri));
                                        }));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            closing.add(
                    () -> {
                        release.countDown();
                        server.stop(0);
                    });
        }

        private void awaitRelease() {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        Fake answering(int code) {
            status = code;
            return this;
        }

        Fake hanging() {
            hangs = true;
            return this;
        }

        Fake dead() {
            server.stop(0);
            return this;
        }

        Fake notReady() {
            ready = false;
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void suspect() {
            ready = false;
        }
    }

    @Test
    void replicas_take_turns() throws Exception {
        var front = front(new Fake("a"), new Fake("b"), new Fake("c"));
        Set<String> answered = new HashSet<>();

        for (int i = 0; i < 3; i++) {
            answered.add(get(front, "/").headers().firstValue("X-Replica").orElseThrow());
        }

        assertThat(answered).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(front.retried()).isZero();
    }

    @Test
    void path_and_query_are_handed_on_as_they_came() throws Exception {
        var answer = get(front(new Fake("a")), "/decisions/limit/high?reading=26%2E5&x=%20");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("/decisions/limit/high?reading=26%2E5&x=%20");
    }

    @Test
    void replica_that_is_not_ready_is_not_asked() throws Exception {
        var off = new Fake("off").notReady();
        var front = front(off, new Fake("on"));

        for (int i = 0; i < 4; i++) {
            assertThat(get(front, "/").statusCode()).isEqualTo(200);
        }

        assertThat(off.asked).hasValue(0);
    }

    @Test
    void another_replica_is_asked_where_one_is_dead() throws Exception {
        var dead = new Fake("dead").dead();
        var front = front(dead, new Fake("alive"));

        for (int i = 0; i < 6; i++) {
            assertThat(get(front, "/").statusCode()).isEqualTo(200);
        }

        assertThat(front.retried()).isEqualTo(1); // and then it is suspected
        assertThat(dead.isReady()).isFalse();
    }

    @Test
    void another_replica_is_asked_where_one_fails() throws Exception {
        var failing = new Fake("failing").answering(500);
        var front = front(failing, new Fake("good"));

        for (int i = 0; i < 6; i++) {
            assertThat(get(front, "/").statusCode()).isEqualTo(200);
        }

        assertThat(failing.asked).hasPositiveValue();
    }

    @Test
    void another_replica_is_asked_where_one_takes_too_long() throws Exception {
        var front = front(new Fake("slow").hanging(), new Fake("quick"));

        assertThat(get(front, "/").statusCode()).isEqualTo(200);
        assertThat(get(front, "/").statusCode()).isEqualTo(200);

        assertThat(front.retried()).isEqualTo(1);
    }

    @Test
    void refusal_is_an_answer_and_is_not_asked_for_twice() throws Exception {
        var front = front(new Fake("a").answering(422), new Fake("b").answering(422));

        assertThat(get(front, "/").statusCode()).isEqualTo(422);

        assertThat(front.retried()).isZero();
    }

    @Test
    void third_replica_is_not_asked() throws Exception {
        var all =
                List.of(
                        new Fake("a").answering(500),
                        new Fake("b").answering(500),
                        new Fake("c").answering(500));
        var front = front(all.toArray(Backend[]::new));

        assertThat(get(front, "/").statusCode()).isEqualTo(500);

        assertThat(all.stream().mapToInt(each -> each.asked.get()).sum()).isEqualTo(2);
    }

    @Test
    void what_may_not_be_asked_twice_is_not_handed_on() throws Exception {
        var replica = new Fake("a");
        var front = front(replica);
        var request =
                HttpRequest.newBuilder(uri(front, "/bundle"))
                        .POST(BodyPublishers.ofString("{}"))
                        .build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(replica.asked).hasValue(0);
    }

    @Test
    void front_without_a_ready_replica_says_so() throws Exception {
        var answer = get(front(new Fake("a").notReady()), "/");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("No replica is ready.");
    }

    @Test
    void injected_errors_and_slowness_are_behind_the_front() throws Exception {
        var front = front(new Fake("a"), new Fake("b"));
        faults.add(Set.of("a"), 1, new Faults.Effect.Failure(), Duration.ofMinutes(5));
        faults.add(
                Set.of("b"),
                1,
                new Faults.Effect.Delay(Duration.ofMillis(20)),
                Duration.ofMinutes(5));

        for (int i = 0; i < 4; i++) {
            var begin = System.nanoTime();
            assertThat(get(front, "/").headers().firstValue("X-Replica")).contains("b");
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isGreaterThan(Duration.ofMillis(20));
        }

        assertThat(front.retried()).isPositive();
    }

    @Test
    void front_sends_nobody_elsewhere() throws Exception {
        var front = front(new Fake("a"));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.getOutputStream()
                    .write(
                            "GET @127.0.0.2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                    .getBytes(UTF_8));

            var said = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(said).startsWith("HTTP/1.1 404");
        }
    }

    private Front front(Backend... replicas) throws IOException {
        var front = new Front(0, List.of(replicas), upstream, faults);
        closing.add(front);
        return front;
    }

    private static URI uri(Front front, String path) {
        return URI.create("http://127.0.0.1:" + front.port() + path);
    }

    private HttpResponse<String> get(Front front, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(front, path)).build(), BodyHandlers.ofString());
    }
}
