package hms.connectors.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import hms.connectors.guarded.GuardedHttp;
import hms.connectors.webhook.WebhookHealth;
import hms.runs.port.HealthReading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a real little server that answers as Prometheus does.
final class PrometheusHealthTest {

    private static final String CONDITION = "error_rate < bool 0.05";

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private volatile int status = 200;
    private volatile String body = "";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.set(
                            exchange.getRequestURI()
                                    + " "
                                    + URLDecoder.decode(
                                            new String(
                                                    exchange.getRequestBody().readAllBytes(),
                                                    UTF_8),
                                            UTF_8));
                    var bytes = body.getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, 0); // chunked
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static GuardedHttp guarded(Set<String> allowed) {
        return new GuardedHttp(allowed, Duration.ofSeconds(5));
    }

    private HealthReading ask(String query) {
        var post = guarded(Set.of("127.0.0.1"));
        return new PrometheusHealth(
                        (to, type, text) -> {
                            var answered = post.post(to, type, text);
                            return new PrometheusHealth.Reply(answered.status(), answered.body());
                        })
                .ask(url(), query);
    }

    private static String vector(String... values) {
        var text =
                new StringBuilder(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"metric\":{},\"value\":[1764100000.1,\"")
                    .append(values[i])
                    .append("\"]}");
        }
        return text.append("]}}").toString();
    }

    @Test
    void a_condition_that_holds_is_health() {
        body = vector("1", "1");
        assertThat(ask(CONDITION)).isInstanceOf(HealthReading.Well.class);
        assertThat(asked.get()).isEqualTo("/api/v1/query query=" + CONDITION);
    }

    @Test
    void one_sample_that_is_zero_is_a_no() {
        body = vector("1", "0");
        assertThat(ask(CONDITION)).isInstanceOf(HealthReading.Ill.class);
    }

    @Test
    void no_data_is_not_health() {
        body = vector();
        assertThat(ask(CONDITION))
                .isEqualTo(new HealthReading.Unknown("Prometheus has no data for the query"));
    }

    @Test
    void a_zero_from_a_bare_comparison_says_nothing() {
        body = vector("0");
        assertThat(ask("error_rate{job=\"a>b\"} < 0.05"))
                .isInstanceOfSatisfying(
                        HealthReading.Unknown.class,
                        unknown -> assertThat(unknown.said()).contains("bool"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{\"status\":\"error\",\"error\":\"bad query\"}",
                "{\"status\":\"success\",\"data\":{\"result\":[{\"value\":[1,\"x\"]}]}}",
                "{\"status\":\"success\",\"data\":{\"result\":[{\"value\":[1,\"NaN\"]}]}}"
            })
    void what_is_no_result_is_not_health(String answer) {
        status = 400;
        body = answer;
        assertThat(ask(CONDITION)).isInstanceOf(HealthReading.Unknown.class);
    }

    @Test
    void a_private_address_that_the_operator_does_not_name_is_not_asked() {
        var post = guarded(Set.of());
        var reading = new WebhookHealth(post).ask(url(), "{}");
        assertThat(reading)
                .isInstanceOfSatisfying(
                        HealthReading.Unknown.class,
                        unknown -> assertThat(unknown.said()).contains("not public"));
        assertThat(asked.get()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200,Well",
        "204,Well",
        "302,Ill",
        "404,Ill",
        "409,Ill",
        "429,Unknown",
        "503,Unknown"
    })
    void a_webhook_has_to_answer_2xx(int answered, String reading) {
        status = answered;
        var said = new WebhookHealth(guarded(Set.of("127.0.0.1"))).ask(url(), "{}");
        assertThat(said.getClass().getSimpleName()).isEqualTo(reading);
    }

    @Test
    void nobody_who_answers_is_not_health() {
        server.stop(0);
        assertThat(ask(CONDITION)).isInstanceOf(HealthReading.Unknown.class);
        server = restarted();
    }

    private static HttpServer restarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
