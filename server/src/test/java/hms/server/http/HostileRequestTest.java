package hms.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.event.LedgerEvent;
import hms.core.state.Scope;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests that should not do anything: each is refused with its place named, and the ledger has
/// nothing of it but perhaps the refusal. Most stand in `hostile-requests.txt`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileRequestTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String POLICY = "/api/policies/epa-pm25-limit";
    private static final Pattern REPEAT = Pattern.compile("<<(.+?)\\*([0-9]+)>>");
    private static final Map<String, String> TYPES =
            Map.of(
                    "POST", "application/json",
                    "RELEASE", ReleaseApi.RELEASE,
                    "YAML", "application/yaml");

    private Installation hms;
    private Map<String, String> tokens;

    @BeforeAll
    void start(@TempDir Path folder) {
        hms = new Installation(folder.resolve("data"));
        hms.enrolChief();
        hms.release(Installation.FIRST);
        tokens =
                Map.of(
                        "admin",
                        hms.admin,
                        "reader",
                        hms.token("reader", Scope.POLICY_READ),
                        "limited",
                        hms.token(
                                "limited",
                                List.of("other"),
                                List.of("staging"),
                                Optional.empty(),
                                Scope.values()));
        Installation.require(
                201, hms.post("/api/policies", hms.admin, "application/yaml", Installation.SECOND));
    }

    @AfterAll
    void stop() {
        hms.close();
    }

    /// @param where the place that the problem has to name; `-` for none
    record Case(
            String name,
            int status,
            String code,
            String where,
            Function<HostileRequestTest, HttpRequest.Builder> request) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> lines() throws IOException {
        var file =
                Objects.requireNonNull(
                        HostileRequestTest.class.getResourceAsStream("hostile-requests.txt"));
        try (var reader = new BufferedReader(new InputStreamReader(file, UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(HostileRequestTest::line)
                    .toList();
        }
    }

    private static Case line(String line) {
        var parts = line.split(" \\| ", 6);
        var target = expanded(parts[4]).split(" ", 2);
        var body = parts.length < 6 ? "" : expanded(parts[5]);
        return new Case(
                parts[3] + ": " + parts[4] + (body.isEmpty() ? "" : " " + Quote.plain(parts[5])),
                Integer.parseInt(parts[0]),
                parts[1],
                parts[2],
                t -> t.request(t.tokens.get(parts[3]), target[0], target[1], body));
    }

    private static String expanded(String text) {
        return REPEAT.matcher(text)
                .replaceAll(
                        match ->
                                java.util.regex.Matcher.quoteReplacement(
                                        match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }

    private HttpRequest.Builder request(String token, String method, String path, String body) {
        var request = hms.request(path, token);
        var type = TYPES.get(method);
        if (type == null || body.isEmpty()) {
            return request.method(method, BodyPublishers.noBody());
        }
        var content = method.equals("YAML") ? body.replace("\\n", "\n") : body;
        return request.header("Content-Type", type).POST(BodyPublishers.ofString(content));
    }

    private static Case sent(
            String name,
            int status,
            String code,
            String where,
            Function<HostileRequestTest, HttpRequest.Builder> request) {
        return new Case(name, status, code, where == null ? "-" : where, request);
    }

    private static Case raw(String name, byte[] body) {
        return sent(
                name,
                400,
                "malformed-json",
                "$",
                t ->
                        t.hms.request(POLICY + "/deploy", t.hms.admin)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] gzipped(String text) {
        try {
            var out = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(text.getBytes(UTF_8));
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Case> heads() {
        return Stream.of(
                sent(
                        "PUT on a policy",
                        405,
                        "method-not-allowed",
                        null,
                        t -> t.hms.request(POLICY, t.hms.admin).PUT(BodyPublishers.ofString("{}"))),
                sent(
                        "OPTIONS, as a browser asks before a foreign request",
                        403,
                        "foreign-origin",
                        null,
                        t ->
                                t.hms.request(
                                                "/api/policies",
                                                t.hms.admin,
                                                "Origin",
                                                "https://evil.example")
                                        .method("OPTIONS", BodyPublishers.noBody())),
                sent(
                        "an invented method",
                        405,
                        "method-not-allowed",
                        null,
                        t ->
                                t.hms.request("/api/policies", t.hms.admin)
                                        .method("BREW", BodyPublishers.noBody())),
                sent(
                        "a page of another site",
                        403,
                        "foreign-origin",
                        null,
                        t ->
                                t.hms.request(
                                                "/api/runs/1/halt",
                                                t.hms.admin,
                                                "Origin",
                                                "https://evil.example")
                                        .POST(BodyPublishers.noBody())),
                sent(
                        "a page without an origin",
                        403,
                        "foreign-origin",
                        null,
                        t ->
                                t.hms.request("/api/runs/1/halt", t.hms.admin, "Origin", "null")
                                        .POST(BodyPublishers.noBody())),
                sent(
                        "an answer that there is not",
                        406,
                        "not-acceptable",
                        "header accept",
                        t -> t.hms.request("/api/runs", t.hms.admin, "Accept", "text/html").GET()),
                sent(
                        "no JSON, please",
                        406,
                        "not-acceptable",
                        "header accept",
                        t ->
                                t.hms.request(
                                                "/api/runs",
                                                t.hms.admin,
                                                "Accept",
                                                "application/json;q=0")
                                        .GET()),
                sent(
                        "events only, of what has none",
                        406,
                        "not-acceptable",
                        "header accept",
                        t ->
                                t.hms.request(POLICY, t.hms.admin, "Accept", "text/event-stream")
                                        .GET()),
                sent(
                        "a body with a GET",
                        400,
                        "body-not-expected",
                        null,
                        t ->
                                t.hms.request("/api/runs", t.hms.admin)
                                        .method("GET", BodyPublishers.ofString("{}"))),
                sent(
                        "no body with a POST",
                        400,
                        "body-missing",
                        "$",
                        t ->
                                t.hms.request(POLICY + "/deploy", t.hms.admin)
                                        .POST(BodyPublishers.noBody())),
                sent(
                        "a body of no type",
                        415,
                        "unsupported-type",
                        "header content-type",
                        t ->
                                t.hms.request(POLICY + "/deploy", t.hms.admin)
                                        .POST(BodyPublishers.ofString("{}"))),
                sent(
                        "a form",
                        415,
                        "unsupported-type",
                        "header content-type",
                        t ->
                                t.hms.request(
                                                POLICY + "/deploy",
                                                t.hms.admin,
                                                "Content-Type",
                                                "application/x-www-form-urlencoded")
                                        .POST(BodyPublishers.ofString("env=production"))),
                sent(
                        "plain text that is JSON",
                        415,
                        "unsupported-type",
                        "header content-type",
                        t ->
                                t.hms.request(
                                                "/api/runs/1/halt",
                                                t.hms.admin,
                                                "Content-Type",
                                                "text/plain")
                                        .POST(BodyPublishers.ofString("{}"))),
                sent(
                        "Latin 1",
                        415,
                        "unsupported-type",
                        "header content-type",
                        t ->
                                t.hms.request(
                                                POLICY + "/deploy",
                                                t.hms.admin,
                                                "Content-Type",
                                                "application/json; charset=iso-8859-1")
                                        .POST(BodyPublishers.ofString("{}", ISO_8859_1))),
                sent(
                        "a compressed body",
                        415,
                        "unsupported-type",
                        "header content-type",
                        t ->
                                t.hms.request(
                                                POLICY + "/deploy",
                                                t.hms.admin,
                                                "Content-Type",
                                                "application/json",
                                                "Content-Encoding",
                                                "gzip")
                                        .POST(BodyPublishers.ofByteArray(gzipped("{}")))),
                sent(
                        "a body that says it is too large",
                        413,
                        "too-large",
                        null,
                        t ->
                                t.hms.request(
                                                POLICY + "/deploy",
                                                t.hms.admin,
                                                "Content-Type",
                                                "application/json")
                                        .POST(BodyPublishers.ofByteArray(new byte[200_000]))),
                sent(
                        "a body that does not say how large it is",
                        413,
                        "too-large",
                        null,
                        t ->
                                t.hms.request(
                                                "/api/policies",
                                                t.hms.admin,
                                                "Content-Type",
                                                "application/yaml")
                                        .POST(
                                                BodyPublishers.ofInputStream(
                                                        () ->
                                                                new ByteArrayInputStream(
                                                                        new byte[3_000_000])))),
                sent(
                        "two keys for one request",
                        400,
                        "header-twice",
                        "header idempotency-key",
                        t -> deploy(t, "Idempotency-Key", "a", "Idempotency-Key", "b")),
                sent(
                        "a key that is too long",
                        400,
                        "bad-parameter",
                        "header idempotency-key",
                        t -> deploy(t, "Idempotency-Key", "k".repeat(256))),
                sent(
                        "a key with a blank",
                        400,
                        "bad-parameter",
                        "header idempotency-key",
                        t -> deploy(t, "Idempotency-Key", "a b")),
                sent(
                        "a file name with a path",
                        400,
                        "bad-parameter",
                        "header content-disposition",
                        t ->
                                t.hms.request(
                                                "/api/policies",
                                                t.hms.admin,
                                                "Content-Type",
                                                "application/yaml",
                                                "Content-Disposition",
                                                "attachment; filename=\"../../x.yaml\"")
                                        .POST(BodyPublishers.ofString("id: x"))));
    }

    private static HttpRequest.Builder deploy(HostileRequestTest t, String... headers) {
        return t.hms.request(POLICY + "/deploy", t.hms.admin, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"env\":\"production\"}"));
    }

    static Stream<Case> encodings() {
        return Stream.of(
                raw("UTF-16", "{\"env\":\"production\"}".getBytes(UTF_16)),
                raw("invalid UTF-8", new byte[] {'{', '"', (byte) 0xff, '"', '}'}),
                raw("byte order mark", "\uFEFF{\"env\":\"production\"}".getBytes(UTF_8)),
                raw("NUL", "{\"env\":\"production\"}\0".getBytes(UTF_8)),
                raw("a comment", "// hello\n{}".getBytes(UTF_8)));
    }

    static Stream<Case> approvals() {
        return Stream.of(
                approval(
                        "an approval of other bytes",
                        "approval-other-artifact",
                        Installation.SECOND + "# changed\n"),
                approval(
                        "a second approval by the same key",
                        "approved-by-this-key",
                        Installation.FIRST));
    }

    private static Case approval(String name, String code, String yaml) {
        return sent(
                name,
                409,
                code,
                null,
                t ->
                        t.request(
                                t.hms.admin,
                                "POST",
                                POLICY + "/approvals",
                                t.hms.approval(yaml, "")));
    }

    @ParameterizedTest
    @MethodSource({"lines", "heads", "encodings", "approvals"})
    void request_is_refused_with_its_place_and_changes_nothing(Case hostile) {
        hms.clock.advance(Duration.ofMinutes(2));
        long before = hms.ledger.head().size();

        var answer = hms.send(hostile.request().apply(this));

        var text = new String(answer.body(), UTF_8);
        assertThat(answer.statusCode()).as(text).isEqualTo(hostile.status());
        requireProblem(hostile, answer, JSON.readTree(answer.body()));
        assertThat(text).doesNotContain("<script", "Exception", "\u202e");
        var recorded = hms.events(before);
        assertThat(recorded).hasSizeLessThanOrEqualTo(1);
        assertThat(recorded).allMatch(event -> event instanceof LedgerEvent.ActRefused);
        if (hostile.status() == 403 && !hostile.code().equals("foreign-origin")) {
            assertThat(recorded).hasSize(1);
        }
    }

    private static void requireProblem(
            Case hostile, HttpResponse<byte[]> answer, JsonNode problem) {
        var headers = answer.headers();
        assertThat(headers.firstValue("content-type")).contains("application/problem+json");
        assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
        assertThat(headers.firstValue("access-control-allow-origin")).isEmpty();
        assertThat(problem.path("code").asString()).isEqualTo(hostile.code());
        assertThat(problem.path("status").asInt()).isEqualTo(hostile.status());
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.path("remedy").asString()).isNotBlank();
        if (hostile.code().equals("missing-scope")) {
            assertThat(headers.firstValue("www-authenticate").orElse(""))
                    .contains("insufficient_scope");
        }
        if (hostile.code().equals("invalid-artifact")) {
            assertThat(problem.path("findings").path(0).path("code").asString())
                    .isEqualTo(hostile.where());
        } else if (!hostile.where().equals("-")) {
            assertThat(problem.path("where").asString()).isEqualTo(hostile.where());
        }
    }
}
