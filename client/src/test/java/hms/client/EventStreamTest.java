package hms.client;

import static hms.client.TestServer.answer;
import static hms.client.TestServer.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final TestServer.Scene ENDED = exchange -> exchange.sendResponseHeaders(204, -1);

    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> pauses = new ArrayList<>();
    private Duration quiet = Duration.ofMinutes(1);

    @Test
    void a_broken_connection_is_taken_up_after_the_last_event_handed_out() {
        try (var server =
                        new TestServer(
                                events("id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: unfini"),
                                answer(503, "text/plain", "restarting"),
                                events("id: 3\ndata: c\n\n"),
                                ENDED);
                var stream = stream(server, "")) {
            assertThat(all(stream)).extracting(ServerEvent::data).containsExactly("a", "b", "c");
            assertThat(server.asked())
                    .extracting(asked -> asked.header("Last-Event-ID"))
                    .containsExactly("null", "2", "2", "3");
            assertThat(server.asked())
                    .allSatisfy(
                            asked -> {
                                assertThat(asked.header("Accept")).isEqualTo("text/event-stream");
                                assertThat(asked.header("Authorization")).isEqualTo("Bearer t");
                                assertThat(asked.target()).isEqualTo("/api/runs/184/events");
                            });
            assertThat(stream.lastEventId()).isEqualTo("3");
        }
    }

    @Test
    void waits_between_connections_grow_and_are_never_shorter_than_asked() {
        try (var server =
                        new TestServer(
                                events("data: a\n\n"),
                                answer(500, "text/plain", ""),
                                answer(500, "text/plain", ""),
                                events("retry: 3000\ndata: b\n\n"),
                                ENDED);
                var stream = stream(server, "")) {
            assertThat(all(stream)).hasSize(2);
            assertThat(pauses)
                    .containsExactly(
                            Duration.ofMillis(150),
                            Duration.ofMillis(300),
                            Duration.ofMillis(600),
                            Duration.ofSeconds(3));
        }
    }

    @Test
    void it_can_begin_after_an_event_seen_before() {
        try (var server = new TestServer(ENDED);
                var stream = stream(server, "41")) {
            assertThat(stream.hasNext()).isFalse();
            assertThat(server.asked().get(0).header("Last-Event-ID")).isEqualTo("41");
        }
    }

    @Test
    void a_refusal_ends_it() {
        try (var server =
                        new TestServer(
                                events("data: a\n\n"),
                                answer(
                                        403,
                                        "application/problem+json",
                                        "{\"title\":\"The token may not read runs\"}"));
                var stream = stream(server, "")) {
            stream.next();
            assertThatThrownBy(stream::hasNext)
                    .isInstanceOf(ApiRefused.class)
                    .hasMessageContaining("may not read runs");
        }
    }

    @Test
    void a_first_connection_that_fails_is_not_repeated() {
        var server = new TestServer(ENDED);
        server.close();
        try (var stream = stream(server, "")) {
            assertThatThrownBy(stream::hasNext).isInstanceOf(ApiUnreachable.class);
            assertThat(pauses).isEmpty();
            assertThat(stream.hasNext()).isFalse();
        }
    }

    @Test
    void patience_ends_two_minutes_after_the_last_sign_of_life() {
        try (var server = new TestServer(events("data: a\n\n"), ENDED);
                var stream = stream(server, "")) {
            stream.next();
            server.stop();
            assertThatThrownBy(stream::hasNext)
                    .isInstanceOf(ApiUnreachable.class)
                    .hasMessageContaining("GET /api/runs/184/events");
            assertThat(Duration.ofNanos(nanos.get()))
                    .isBetween(Duration.ofMinutes(2), Duration.ofSeconds(126));
        }
    }

    @Test
    void a_connection_on_which_nothing_comes_is_made_anew() {
        quiet = Duration.ofMillis(100);
        var over = new CountDownLatch(1);
        try (var server =
                        new TestServer(
                                exchange -> {
                                    events("id: 1\ndata: a\n\n").play(exchange);
                                    over.await();
                                },
                                events("id: 2\ndata: b\n\n"),
                                ENDED);
                var stream = stream(server, "")) {
            assertThat(all(stream)).extracting(ServerEvent::id).containsExactly("1", "2");
        } finally {
            over.countDown();
        }
    }

    @Test
    void closing_wakes_a_reader_that_waits() throws Exception {
        var over = new CountDownLatch(1);
        try (var server =
                new TestServer(
                        exchange -> {
                            events("data: a\n\n").play(exchange);
                            over.await();
                        })) {
            var stream = stream(server, "");
            stream.next();
            var waiting = CompletableFuture.supplyAsync(stream::hasNext);
            stream.close();
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
        } finally {
            over.countDown();
        }
    }

    @Test
    void an_interrupted_reader_keeps_its_interrupt() {
        var over = new CountDownLatch(1);
        try (var server =
                        new TestServer(
                                exchange -> {
                                    events("data: a\n\n").play(exchange);
                                    over.await();
                                });
                var stream = stream(server, "")) {
            stream.next();
            Thread.currentThread().interrupt();
            assertThatThrownBy(stream::hasNext).isInstanceOf(ApiUnreachable.class);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            over.countDown();
        }
    }

    @Test
    void a_page_is_no_event_stream() {
        try (var server = new TestServer(answer(200, "text/html", "<html>"));
                var stream = stream(server, "")) {
            assertThatThrownBy(stream::hasNext)
                    .isInstanceOf(ApiUnreachable.class)
                    .hasMessageContaining("text/html");
        }
    }

    private EventStream stream(TestServer server, String lastEventId) {
        var reconnect =
                new Reconnect(
                        quiet,
                        Duration.ofMinutes(2),
                        () -> 0.5,
                        nanos::get,
                        time -> {
                            pauses.add(time);
                            nanos.addAndGet(time.toNanos());
                        });
        return new HmsApi(server.uri(), Optional.of("t"), reconnect)
                .events("/api/runs/184/events", lastEventId);
    }

    private static List<ServerEvent> all(EventStream stream) {
        var events = new ArrayList<ServerEvent>();
        stream.forEachRemaining(events::add);
        return events;
    }
}
