package hms.client;

import static hms.client.TestServer.answer;
import static hms.client.TestServer.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hms.artifact.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmsApiTest {

    private static final String TOKEN = "s3cret-token";

    @Test
    void a_read_carries_the_token_and_keeps_numbers_exact() {
        try (var server = new TestServer(json("{\"values\":{\"limit\":35.10,\"cap\":1e2}}"))) {
            var answer = HmsApi.connect(server.uri(), TOKEN + "\n").get("/api/policies/x?env=prod");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().at("/values/limit").decimalValue().toString())
                    .isEqualTo("35.10");
            assertThat(answer.text()).startsWith("{\"values\"");
            var asked = server.asked().get(0);
            assertThat(asked.method() + " " + asked.target())
                    .isEqualTo("GET /api/policies/x?env=prod");
            assertThat(asked.header("Authorization")).isEqualTo("Bearer " + TOKEN);
            assertThat(asked.header("Accept")).startsWith("application/json");
            assertThat(asked.headers()).doesNotContainKey("Upgrade");
        }
    }

    @Test
    void a_client_without_a_token_sends_none() {
        try (var server = new TestServer(json("{}"))) {
            HmsApi.connect(server.uri()).get("/healthz");
            assertThat(server.asked().get(0).headers()).doesNotContainKey("Authorization");
        }
    }

    @Test
    void a_path_in_front_of_the_api_is_kept() {
        try (var server = new TestServer(json("{}"))) {
            HmsApi.connect(server.uri().resolve("/hms/"), TOKEN).get("/api/runs");
            assertThat(server.asked().get(0).target()).isEqualTo("/hms/api/runs");
        }
    }

    @Test
    void a_post_sends_json_and_a_key_for_repetitions() {
        try (var server = new TestServer(answer(202, "application/json", "{\"run\":184}"))) {
            var request =
                    ApiRequest.post("/api/policies/epa-pm25-limit/deploy")
                            .json(Json.read("{\"env\":\"production\"}"))
                            .idempotencyKey("k-1")
                            .preferWait(Duration.ofSeconds(60));
            var answer = HmsApi.connect(server.uri(), TOKEN).send(request);
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().path("run").asInt()).isEqualTo(184);
            var asked = server.asked().get(0);
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.body()).isEqualTo("{\"env\":\"production\"}");
            assertThat(asked.header("Content-Type")).isEqualTo("application/json");
            assertThat(asked.header("Idempotency-Key")).isEqualTo("k-1");
            assertThat(asked.header("Prefer")).isEqualTo("wait=60");
        }
    }

    @Test
    void exact_bytes_arrive_as_they_are() {
        try (var server = new TestServer(json("{}"))) {
            var yaml = "id: x\r\ntitle: \"25 µg/m³\"\n";
            HmsApi.connect(server.uri(), TOKEN)
                    .send(
                            ApiRequest.post("/api/policies")
                                    .bytes(
                                            "application/yaml",
                                            yaml.getBytes(StandardCharsets.UTF_8)));
            assertThat(server.asked().get(0).body()).isEqualTo(yaml);
            assertThat(server.asked().get(0).header("Content-Type")).isEqualTo("application/yaml");
        }
    }

    @Test
    void a_post_without_a_body_has_length_zero() {
        try (var server = new TestServer(json("{}"))) {
            HmsApi.connect(server.uri(), TOKEN).send(ApiRequest.post("/api/runs/1/halt"));
            assertThat(server.asked().get(0).header("Content-Length")).isEqualTo("0");
        }
    }

    @Test
    void what_has_not_changed_is_no_error() {
        try (var server =
                new TestServer(
                        exchange -> {
                            exchange.getResponseHeaders().set("ETag", "\"abc\"");
                            json("{}").play(exchange);
                        },
                        exchange -> exchange.sendResponseHeaders(304, -1))) {
            var api = HmsApi.connect(server.uri(), TOKEN);
            var etag = api.get("/api/policies/x").etag().orElseThrow();
            var second = api.send(ApiRequest.get("/api/policies/x").ifNoneMatch(etag));
            assertThat(second.notModified()).isTrue();
            assertThat(second.json().isMissingNode()).isTrue();
            assertThat(server.asked().get(1).header("If-None-Match")).isEqualTo("\"abc\"");
        }
    }

    @Test
    void parameters_and_segments_are_escaped() {
        var request =
                ApiRequest.get("/api/policies/" + ApiRequest.segment("a/b ?&ü"))
                        .query("key", "a&b=c d+e")
                        .query("env", "production");
        assertThat(request.under(URI.create("http://h")))
                .hasToString(
                        "http://h/api/policies/a%2Fb%20%3F%26%C3%BC?key=a%26b%3Dc%20d%2Be&env=production");
        assertThat(request).hasToString("GET /api/policies/a%2Fb%20%3F%26%C3%BC");
    }

    @Test
    void a_refusal_carries_the_whole_problem() {
        var body =
                """
                {"type":"https://hms-svc.org/problems/invalid-artifact","title":"Validation failed",
                 "status":422,"detail":"The file has 2 findings","where":"pm25.yaml:2:10",
                 "remedy":"Correct the file and submit it again","findings":[
                  {"severity":"error","code":"version-bump","message":"needs a major bump",
                   "file":"pm25.yaml","line":2,"column":10,"path":"$.version","remedy":"write 3.0.0"},
                  {"severity":"warning"}],"ledger":77}
                """;
        try (var server = new TestServer(answer(422, "application/problem+json", body))) {
            var refused = refused(server);
            var problem = refused.problem();
            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.type()).endsWith("/invalid-artifact");
            assertThat(problem.where()).isEqualTo("pm25.yaml:2:10");
            assertThat(problem.document().path("ledger").asInt()).isEqualTo(77);
            assertThat(problem.findings()).hasSize(2);
            assertThat(problem.findings().get(0).text()).startsWith("pm25.yaml:2:10 ");
            assertThat(problem.findings().get(0).code()).isEqualTo("version-bump");
            assertThat(problem.findings().get(1).severity()).isEqualTo(Severity.WARNING);
            assertThat(refused)
                    .hasMessage(
                            "Validation failed: The file has 2 findings (pm25.yaml:2:10). Correct the"
                                    + " file and submit it again");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"title\":1,\"title\":2}",
                "{\"findings\":7}",
                "null",
                "\u0000"
            })
    void a_problem_that_is_none_still_refuses(String body) {
        try (var server = new TestServer(answer(503, "application/problem+json", body))) {
            assertThat(refused(server)).hasMessageContaining("503");
        }
    }

    @Test
    void an_error_page_of_something_in_between_is_told_in_one_line() {
        var page = "<html>\n<h1>502 Bad Gateway</h1>\u0007\r\n" + "x".repeat(5000);
        try (var server = new TestServer(answer(502, "text/html", page))) {
            assertThat(refused(server).getMessage())
                    .startsWith(
                            "The server answered with status 502: <html> <h1>502 Bad Gateway</h1>")
                    .doesNotContain("\n", "\u0007")
                    .hasSizeLessThan(400);
        }
    }

    @Test
    void a_redirect_is_not_followed() {
        try (var elsewhere = new TestServer(json("{}"));
                var server =
                        new TestServer(
                                exchange -> {
                                    exchange.getResponseHeaders()
                                            .set("Location", elsewhere.uri() + "/x");
                                    exchange.sendResponseHeaders(307, -1);
                                })) {
            assertThat(refused(server))
                    .hasMessageContaining("307")
                    .hasMessageContaining(elsewhere.uri().toString());
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    @Test
    void nobody_there_says_how_to_start_a_server() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var api = HmsApi.connect(URI.create("http://127.0.0.1:" + port), TOKEN);
        assertThatThrownBy(() -> api.get("/api/runs?key=person"))
                .isInstanceOf(ApiUnreachable.class)
                .hasMessageContaining("http://127.0.0.1:" + port)
                .hasMessageContaining("GET /api/runs")
                .hasMessageContaining("hms up")
                .hasMessageNotContaining("person")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void an_unknown_host_says_where_to_look() {
        var api = HmsApi.connect(URI.create("http://no-such-host.invalid"), TOKEN);
        assertThatThrownBy(() -> api.get("/"))
                .isInstanceOf(ApiUnreachable.class)
                .hasMessageContaining("no such host")
                .hasMessageContaining("HMS_URL");
    }

    @Test
    void https_where_http_is_spoken_says_so() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server =
                    CompletableFuture.runAsync(
                            () -> {
                                try (var connection = socket.accept()) {
                                    // what is left unread resets the connection at its end
                                    var in = connection.getInputStream();
                                    assertThat(in.read(new byte[16_384])).isPositive();
                                    connection
                                            .getOutputStream()
                                            .write(
                                                    "HTTP/1.1 400 Bad Request\r\n\r\n"
                                                            .getBytes(US_ASCII));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            var api = HmsApi.connect(URI.create("https://127.0.0.1:" + socket.getLocalPort()));
            assertThatThrownBy(() -> api.get("/"))
                    .isInstanceOf(ApiUnreachable.class)
                    .hasMessageContaining("no secure connection")
                    .hasMessageContaining("begin with http:");
            server.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_server_that_says_nothing_is_given_up() {
        var over = new CountDownLatch(1);
        try (var server = new TestServer(exchange -> over.await())) {
            var api = HmsApi.connect(server.uri(), TOKEN);
            var request = ApiRequest.get("/api/runs").timeout(Duration.ofMillis(100));
            assertThatThrownBy(() -> api.send(request))
                    .isInstanceOf(ApiUnreachable.class)
                    .hasMessageContaining("did not answer GET /api/runs within 100 ms");
        } finally {
            over.countDown();
        }
    }

    @Test
    void a_server_that_stops_in_the_middle_of_a_body_is_given_up() {
        var over = new CountDownLatch(1);
        try (var server =
                new TestServer(
                        exchange -> {
                            exchange.getResponseHeaders().set("Content-Type", "application/json");
                            exchange.sendResponseHeaders(200, 100);
                            exchange.getResponseBody().write('{');
                            exchange.getResponseBody().flush();
                            over.await();
                        })) {
            var api = HmsApi.connect(server.uri(), TOKEN);
            var request = ApiRequest.get("/api/runs").timeout(Duration.ofMillis(200));
            assertThatThrownBy(() -> api.send(request))
                    .isInstanceOf(ApiUnreachable.class)
                    .hasMessageContaining("within 200 ms");
        } finally {
            over.countDown();
        }
    }

    @Test
    void a_connection_that_breaks_in_a_body_is_no_answer() {
        try (var server =
                new TestServer(
                        exchange -> {
                            exchange.sendResponseHeaders(200, 100);
                            exchange.getResponseBody().write('{');
                            exchange.getResponseBody().flush();
                        })) {
            assertThatThrownBy(() -> HmsApi.connect(server.uri(), TOKEN).get("/api/runs"))
                    .isInstanceOf(ApiUnreachable.class)
                    .hasMessageContaining("the connection broke");
        }
    }

    @Test
    void an_answer_that_is_not_json_says_that_the_address_may_be_wrong() {
        try (var server =
                new TestServer(
                        answer(200, "text/html", "<html>"),
                        json("{\"a\":1,\"a\":2}"),
                        json("{} {}"))) {
            var api = HmsApi.connect(server.uri(), TOKEN);
            for (var path : new String[] {"/a", "/b", "/c"}) {
                assertThatThrownBy(() -> api.get(path).json())
                        .isInstanceOf(ApiUnreachable.class)
                        .hasMessageContaining("HMS-SVC server");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "localhost",
                "/tmp",
                "ftp://hms.example",
                "http:///api",
                "http://user:pw@hms.example",
                "https://hms.example?token=x",
                "https://hms.example#x",
                "mailto:a@b.example"
            })
    void an_address_that_is_none_is_refused(String address) {
        var uri = URI.create(address.contains(":80") ? "x:" + address : address);
        assertThatThrownBy(() -> HmsApi.connect(uri, TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a b", "a\r\nX-Admin: yes", "tökén"})
    void a_token_that_is_none_is_refused_and_not_repeated(String token) {
        var server = URI.create("http://127.0.0.1:1");
        assertThatThrownBy(() -> HmsApi.connect(server, token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hms token new")
                .hasMessageNotContaining("X-Admin");
        assertThat(HmsApi.connect(server, TOKEN).toString()).doesNotContain(TOKEN);
    }

    private static ApiRefused refused(TestServer server) {
        var api = HmsApi.connect(server.uri(), TOKEN);
        return catchThrowableOfType(ApiRefused.class, () -> api.get("/api/policies/x"));
    }
}
