package hms.connectors.smoke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import hms.connectors.guarded.GuardedHttp;
import hms.runs.port.HealthReading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SmokeProbeTest {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private HttpServer server;
    private volatile int asked;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        page("/healthz", 200, "limit 35 µg in force");
        page("/broken", 500, "oh");
        page("/moved", 302, "");
        server.createContext(
                "/huge",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getResponseBody().write(new byte[8 << 20]);
                        exchange.getResponseBody().write("the end".getBytes(UTF_8));
                    }
                });
        server.createContext(
                "/hangs",
                exchange -> {
                    try (exchange) {
                        stopped.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
    }

    private void page(String path, int status, String text) {
        server.createContext(
                path,
                exchange -> {
                    asked++;
                    if (status == 302) {
                        exchange.getResponseHeaders().set("Location", "http://169.254.169.254/");
                    }
                    var bytes = text.getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    @AfterEach
    void stop() {
        stopped.countDown();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "/healthz, 200, ,             Well,    answered 200",
        "/healthz, 200, 35 µg in,     Well,    answered 200",
        "/healthz, 200, 36 µg,        Ill,     'answered 200 without \"36 µg\" in it'",
        "/healthz, 204, ,             Ill,     'answered 200, not 204'",
        "/broken,  200, ,             Ill,     'answered 500, not 200'",
        "/broken,  500, oh,           Well,    answered 500",
        "/moved,   200, ,             Ill,     'answered 302, not 200; redirects are not followed'",
        "/huge,    200, the end,      Ill,     'answered 200 without \"the end\" in its first mebibyte'",
        "/hangs,   200, ,             Unknown, did not answer within"
    })
    void a_page_is_judged_by_status_and_text(
            String path, int status, String contains, String reading, String said) {
        var within = path.equals("/hangs") ? Duration.ofMillis(200) : Duration.ofSeconds(20);
        var read =
                probe(Set.of("127.0.0.1"))
                        .get(url(path), status, Optional.ofNullable(contains), within);
        assertThat(read.getClass().getSimpleName()).isEqualTo(reading);
        assertThat(read.said()).contains(said);
    }

    @Test
    void a_private_address_that_the_operator_does_not_name_is_not_asked() {
        var read = probe(Set.of()).get(url("/healthz"), 200, Optional.empty(), Duration.ofDays(1));
        assertThat(read).isInstanceOf(HealthReading.Unknown.class);
        assertThat(read.said()).contains("not public");
        assertThat(asked).isZero();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static SmokeProbe probe(Set<String> allowed) {
        return new SmokeProbe(new GuardedHttp(allowed, Duration.ofSeconds(20)));
    }
}
