package hms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventParserTest {

    private static final String STREAM =
            "\uFEFFretry: 1500\n: heartbeat\n\nid: 1\nevent: stage\ndata: {\"µ\":1}\n\n"
                    + "data:two\r\ndata:  lines\r\n\r\nid: 3\rdata\r\rfuture: x\nnonsense\n\n"
                    + "id: 4\ndata: unfinished\n";

    private static final List<ServerEvent> EVENTS =
            List.of(
                    new ServerEvent("1", "stage", "{\"µ\":1}"),
                    new ServerEvent("1", "message", "two\n lines"),
                    new ServerEvent("3", "message", ""));

    @Test
    void events_are_the_same_however_their_bytes_are_cut() throws IOException {
        var bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        for (var first = 0; first <= bytes.length; first++) {
            var parser = new EventParser("");
            var events = new ArrayList<ServerEvent>();
            events.addAll(parser.feed(Arrays.copyOfRange(bytes, 0, first)));
            events.addAll(parser.feed(Arrays.copyOfRange(bytes, first, bytes.length)));
            assertThat(events).as("cut at %d", first).isEqualTo(EVENTS);
            assertThat(parser.retry()).contains(Duration.ofMillis(1500));
        }
    }

    @Test
    void an_id_lasts_until_another_comes_and_may_not_hold_a_nul() throws IOException {
        var events =
                new EventParser("7")
                        .feed(
                                "data: a\n\nid: 8\0\ndata: b\n\nid\ndata: c\n\n"
                                        .getBytes(StandardCharsets.UTF_8));
        assertThat(events).extracting(ServerEvent::id).containsExactly("7", "7", "");
    }

    @Test
    void nonsense_in_retry_is_ignored_and_much_is_cut() throws IOException {
        var parser = new EventParser("");
        assertThat(parser.feed("retry: -1\nretry: 1e3\nretry: \n".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(parser.retry()).isEmpty();
        assertThat(parser.feed("retry: 999999999\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(parser.retry()).contains(Duration.ofMinutes(1));
    }

    @Test
    void an_endless_event_is_refused() {
        var parser = new EventParser("");
        var line = ("data: " + "x".repeat(1_000_000) + "\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(
                        () -> {
                            for (var i = 0; i < 10; i++) {
                                assertThat(parser.feed(line)).isEmpty();
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void data_is_json_when_asked_for() {
        assertThat(EVENTS.get(0).json().path("µ").asInt()).isEqualTo(1);
    }
}
