package hms.client;

import static hms.client.Wares.limitInForce;
import static org.assertj.core.api.Assertions.assertThat;

import hms.client.live.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportTest {
    @TempDir private Path folder;
    private final FakeHms server = new FakeHms();

    @AfterEach
    void stop() {
        server.close();
    }

    private HmsClientBuilder builder() {
        return HmsClient.builder(server.uri()).token("t").cache(folder).random(() -> 0.1);
    }

    @Test
    void web_socket_brings_the_same_messages() throws IOException {
        server.put(limitInForce("1.5.0", 35));
        try (var socket = new FakeSocket(server, 700);
                var client =
                        HmsClient.builder(socket.uri())
                                .token("t")
                                .cache(folder)
                                .random(() -> 0.1)
                                .quiet(Duration.ofSeconds(3))
                                .transport(Transport.WEB_SOCKET)
                                .connect()) {
            var limit = client.integer("epa-pm25-limit", "limit");
            assertThat(limit.get()).isEqualTo(35);
            var handshake = socket.handshakes().get(0);
            assertThat(FakeSocket.header(handshake, "Authorization")).isEqualTo("Bearer t");
            assertThat(FakeSocket.header(handshake, "Sec-WebSocket-Protocol")).contains("hms.v1");

            server.put(limitInForce("2.0.0", 25));
            Until.is(() -> limit.get() == 25);

            // the JDK's WebSocket does not always say that the other end is gone; silence does
            socket.disconnect();
            Until.is(() -> socket.handshakes().size() > 1);
            server.put(limitInForce("2.1.0", 24));
            Until.is(() -> limit.get() == 24);
            assertThat(socket.handshakes().get(1)).contains("since=0.3");
        }
    }

    @Test
    void polling_asks_for_the_difference_again_and_again() {
        server.put(limitInForce("1.5.0", 35));
        try (var client =
                builder().quiet(Duration.ofMillis(900)).transport(Transport.POLLING).connect()) {
            var limit = client.integer("epa-pm25-limit", "limit");
            assertThat(limit.get()).isEqualTo(35);
            Until.is(() -> server.asked().size() == 3);
            server.put(limitInForce("2.0.0", 25));
            Until.is(() -> limit.get() == 25);
            assertThat(server.asked().get(1)).contains("since=0.2");
        }
    }

    @Test
    void client_that_was_away_through_many_changes_comes_to_the_same_state() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            Until.is(() -> server.connections() == 1);
            server.fallSilent(true);
            server.disconnect();
            Until.is(() -> server.asked().size() > 1);
            for (var i = 0; i < 500; i++) {
                server.append();
            }
            server.put(limitInForce("2.0.0", 25), Wares.policy("another", "n: 1\n"));
            server.fallSilent(false);
            server.disconnect();
            Until.is(() -> client.revision().orElse("").equals(server.revision().toString()));
            assertThat(client.getPolicy("another").getInt("n")).isEqualTo(1);
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(25);
        }
    }

    @Test
    void many_clients_share_one_pool() {
        server.put(limitInForce("1.5.0", 35));
        List<HmsClient> clients = new ArrayList<>();
        var before = Thread.activeCount();
        try (var pool = ClientPool.create()) {
            for (var i = 0; i < 50; i++) {
                clients.add(builder().noCache().key("bot-" + i).pool(pool).start());
            }
            for (var client : clients) {
                Until.is(() -> client.revision().isPresent());
            }
            // the fake server has a thread for each connection: those are not ours
            var ours =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("hms-client-"))
                            .count();
            assertThat(ours)
                    .isLessThanOrEqualTo(
                            1 + 2L * Math.max(2, Runtime.getRuntime().availableProcessors()));
            assertThat(before).isPositive();
            server.put(limitInForce("2.0.0", 25));
            for (var client : clients) {
                Until.is(() -> client.getPolicy("epa-pm25-limit").getInt("limit") == 25);
            }
            clients.forEach(HmsClient::close);
        }
    }

    @Test
    void who_listens_for_troubles_hears_that_the_connection_broke() throws Exception {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            var heard = new java.util.concurrent.LinkedBlockingQueue<Trouble>();
            var listening = client.onTrouble(heard::add);
            Until.is(() -> server.connections() == 1);
            server.disconnect();
            var trouble = heard.poll(10, java.util.concurrent.TimeUnit.SECONDS);
            assertThat(trouble).isNotNull();
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.CONNECTION);
            listening.close();
        }
    }
}
