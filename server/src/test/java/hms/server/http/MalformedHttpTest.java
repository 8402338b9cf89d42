package hms.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.event.LedgerEvent;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What no HTTP client would send.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MalformedHttpTest {

    private static final String HOST = "Host: hms.example\r\n";

    private Installation hms;

    @BeforeAll
    void start(@TempDir Path folder) {
        hms = new Installation(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        hms.close();
    }

    record Case(String name, String request, int status, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> requests() {
        return Stream.of(
                new Case("garbage", "\u0080\u0081 what?\r\n\r\n", 400, "malformed-http"),
                new Case("no version", "GET /healthz\r\n\r\n", 400, "malformed-http"),
                new Case(
                        "a version that is none",
                        "GET /healthz HTTP/9.9\r\n" + HOST + "\r\n",
                        501,
                        ""),
                new Case("no host", "GET /healthz HTTP/1.1\r\n\r\n", 400, "bad-host"),
                new Case(
                        "two hosts",
                        "GET /healthz HTTP/1.1\r\n" + HOST + HOST + "\r\n",
                        400,
                        "bad-host"),
                new Case(
                        "a host that is none",
                        "GET /healthz HTTP/1.1\r\nHost: a b/c\r\n\r\n",
                        400,
                        "bad-host"),
                new Case(
                        "escape cut off",
                        "GET /api/policies/a% HTTP/1.1\r\n" + HOST + "\r\n",
                        400,
                        "bad-encoding"),
                new Case(
                        "escape of no digits",
                        "GET /api/policies/%zz HTTP/1.1\r\n" + HOST + "\r\n",
                        400,
                        "bad-encoding"),
                new Case(
                        "bytes beyond ASCII in the address",
                        "GET /api/policies/\u00e9 HTTP/1.1\r\n" + HOST + "\r\n",
                        400,
                        "bad-encoding"),
                new Case(
                        "no slash in front",
                        "GET api/policies HTTP/1.1\r\n" + HOST + "\r\n",
                        400,
                        "bad-target"),
                new Case(
                        "address too long",
                        "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n",
                        414,
                        "address-too-long"),
                new Case(
                        "headers too large",
                        "GET /healthz HTTP/1.1\r\n"
                                + HOST
                                + "X: "
                                + "a".repeat(20_000)
                                + "\r\n\r\n",
                        431,
                        "headers-too-large"),
                new Case(
                        "a header without a colon",
                        "GET /healthz HTTP/1.1\r\n" + HOST + "nonsense\r\n\r\n",
                        400,
                        "malformed-http"),
                new Case(
                        "a blank before the colon",
                        "GET /healthz HTTP/1.1\r\n" + HOST + "X : y\r\n\r\n",
                        400,
                        "malformed-http"),
                new Case(
                        "a folded header",
                        "GET /healthz HTTP/1.1\r\n" + HOST + "X: y\r\n z\r\nNUL: \u0000\r\n\r\n",
                        400,
                        "malformed-http"),
                new Case(
                        "two lengths",
                        "POST /api/runs/1/halt HTTP/1.1\r\n"
                                + HOST
                                + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                        400,
                        "malformed-http"),
                new Case(
                        "a length that is none",
                        "POST /api/runs/1/halt HTTP/1.1\r\n"
                                + HOST
                                + "Content-Length: -5\r\n\r\nhello",
                        400,
                        "malformed-http"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void request_is_answered_with_a_problem_and_the_connection_ends(Case hostile)
            throws IOException {
        hms.clock.advance(Duration.ofMinutes(2));
        long before = hms.ledger.head().size();

        var answer = exchange(hostile.request());

        assertThat(answer).matches("(?s)HTTP/[0-9.]+ " + hostile.status() + " .*");
        if (!hostile.code().isEmpty()) {
            assertThat(answer)
                    .containsIgnoringCase("content-type: application/problem+json")
                    .contains("\"code\":\"" + hostile.code() + "\"");
        }
        assertThat(hms.events(before)).allMatch(e -> e instanceof LedgerEvent.ActRefused);
        assertThat(hms.get("/healthz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void length_and_chunks_together_do_not_smuggle_a_request() throws IOException {
        var answer =
                exchange(
                        "POST /api/runs/1/halt HTTP/1.1\r\n"
                                + HOST
                                + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "0\r\n\r\n"
                                + "GET /openapi.yaml HTTP/1.1\r\n"
                                + HOST
                                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4");
    }

    @Test
    void requests_one_behind_the_other_are_answered_in_order() throws IOException {
        var answer =
                exchange(
                        "GET /healthz HTTP/1.1\r\n"
                                + HOST
                                + "\r\n"
                                + "GET /api/policies HTTP/1.1\r\n"
                                + HOST
                                + "\r\n"
                                + "GET http://hms.example/readyz HTTP/1.1\r\n"
                                + HOST
                                + "Connection: close\r\n\r\n");

        assertThat(answer.indexOf("HTTP/1.1 200")).isZero();
        assertThat(answer.indexOf("HTTP/1.1 401")).isPositive();
        assertThat(answer.lastIndexOf("HTTP/1.1 200"))
                .isGreaterThan(answer.indexOf("HTTP/1.1 401"));
        assertThat(answer).contains("\"status\":\"ready\"");
    }

    @Test
    void head_is_answered_without_a_body() throws IOException {
        var answer = exchange("HEAD /healthz HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 15");
        assertThat(answer).endsWith("\r\n\r\n");
    }

    /// What the server says until it closes the connection, or until it has nothing more to say for
    /// five seconds.
    private String exchange(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", hms.port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            var answer = new StringBuilder();
            var buffer = new byte[4_096];
            int length = socket.getInputStream().read(buffer);
            while (length >= 0) {
                answer.append(new String(buffer, 0, length, ISO_8859_1));
                if (isWhole(answer)) {
                    break;
                }
                length = socket.getInputStream().read(buffer);
            }
            return answer.toString();
        }
    }

    /// Whether one problem is there, whole: the connection may be kept for the next request.
    private static boolean isWhole(CharSequence answer) {
        var text = answer.toString();
        return text.contains("problem+json")
                && text.endsWith("}")
                && text.indexOf("HTTP/1.1", 1) < 0;
    }
}
