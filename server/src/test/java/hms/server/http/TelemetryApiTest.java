package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.PolicyId;
import hms.core.command.Command;
import hms.core.event.LiveEvent;
import hms.core.state.EnvironmentId;
import hms.core.state.Scope;
import hms.ledger.write.Prepared;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TelemetryApiTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        hms.enrolChief();
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    private static String report(String instance, String more) {
        return "{\"instance\":\""
                + instance
                + "\",\"sequence\":1,\"key\":\""
                + instance
                + "\",\"env\":\"production\""
                + more
                + "}";
    }

    private static String use(String policy, String more) {
        return ",\"policies\":[{\"policy\":\"" + policy + "\"" + more + "}]";
    }

    private HttpResponse<byte[]> send(String body) {
        return hms.post("/api/telemetry", hms.admin, "application/json", body);
    }

    private JsonNode get(String path) {
        return JSON.readTree(hms.get(path, hms.admin).body());
    }

    @Test
    void the_first_report_of_an_environment_is_put_on_the_ledger_and_no_other() {
        long before = hms.ledger.head().size();
        assertThat(send(report("a", "")).statusCode()).isEqualTo(200);
        assertThat(send(report("b", "")).statusCode()).isEqualTo(200);
        hms.writer.submit(Prepared.of(new Command.NoteSubscriber(EnvironmentId.PRODUCTION))).join();
        assertThat(hms.events(before))
                .filteredOn(LiveEvent.SubscriberSeen.class::isInstance)
                .hasSize(1);
    }

    @Test
    void the_next_report_is_wanted_sooner_while_a_canary_is_watched() {
        assertThat(new String(send(report("a", "")).body(), UTF_8)).isEqualTo("{\"nextMs\":10000}");
        hms.release(Installation.FIRST);
        hms.beginWithCanaries();
        int run = hms.release(Installation.FIRST.replace("1.5.0", "1.6.0"));
        var canary =
                use(
                        "epa-pm25-limit",
                        ",\"run\":" + run + ",\"group\":\"canary\",\"evaluations\":30");
        assertThat(new String(send(report("b", canary)).body(), UTF_8))
                .isEqualTo("{\"nextMs\":1000}");
        var figures = get("/api/runs/" + run + "/canary");
        assertThat(figures.path("canary").path("evaluations").asInt()).isEqualTo(30);
        assertThat(figures.path("verdict").asString()).isEqualTo("not-yet");
        assertThat(new String(hms.get("/metrics", "").body(), UTF_8))
                .contains("hms_canary{group=\"canary\"")
                .contains("hms_subscribers{env=\"production\"} 2");
    }

    @Test
    void runs_that_are_made_up_are_not_counted() {
        hms.release(Installation.FIRST);
        var made = use("epa-pm25-limit", ",\"run\":99,\"group\":\"canary\",\"evaluations\":30");
        assertThat(send(report("a", made)).statusCode()).isEqualTo(200);
        assertThat(hms.get("/api/runs/99/canary", hms.admin).statusCode()).isEqualTo(404);
        assertThat(hms.telemetry.signals(99, PolicyId.of("epa-pm25-limit"), true).evaluations())
                .isZero();
    }

    @Test
    void which_version_how_many_obey_is_shown() {
        hms.release(Installation.FIRST);
        var digest = get("/api/policies/epa-pm25-limit/subscribers").path("live").path("digest");
        send(report("a", use("epa-pm25-limit", ",\"digest\":\"" + digest.asString() + "\"")));
        send(report("b", use("epa-pm25-limit", "")));
        var shown = get("/api/policies/epa-pm25-limit/subscribers");
        assertThat(shown.path("subscribers").asInt()).isEqualTo(2);
        assertThat(shown.path("converged").asInt()).isEqualTo(1);
        assertThat(shown.path("laggards").path(0).path("key").asString()).isEqualTo("b");
    }

    @Test
    void a_token_reports_only_what_it_may_read() {
        var limited =
                hms.token(
                        "bot",
                        List.of("epa-pm25-limit"),
                        List.of("staging"),
                        Optional.empty(),
                        Scope.POLICY_READ);
        assertThat(
                        hms.post("/api/telemetry", limited, "application/json", report("a", ""))
                                .statusCode())
                .isEqualTo(403);
        var staging = report("a", use("other", "")).replace("production", "staging");
        assertThat(hms.post("/api/telemetry", limited, "application/json", staging).statusCode())
                .isEqualTo(403);
        var auditor = hms.token("auditor", Scope.AUDIT_READ);
        assertThat(
                        hms.post("/api/telemetry", auditor, "application/json", report("a", ""))
                                .statusCode())
                .isEqualTo(403);
        assertThat(hms.post("/api/telemetry", "", "application/json", report("a", "")).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"instance\":\"a\",\"instance\":\"b\"}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"nowhere\"}",
                "{\"instance\":\"\",\"key\":\"a\",\"env\":\"production\"}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"sequence\":-1}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"sequence\":1e999}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"extra\":1}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":{}}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"../x\"}]}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"p\",\"digest\":\"x\"}]}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"p\",\"run\":1,\"group\":\"x\"}]}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"p\"},{\"policy\":\"p\"}]}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"p\",\"evaluations\":-1}]}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"p\",\"evaluations\":1.5}]}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"p\",\"evaluations\":9223372036854775807}]}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"p\",\"alerts\":{\"x\":-1}}]}",
                "{\"instance\":\"a\",\"key\":\"a\",\"env\":\"production\",\"policies\":[{\"policy\":\"p\",\"alerts\":{\"\":1}}]}"
            })
    void what_is_no_report_is_refused_with_its_place(String body) {
        var response = send(body);
        assertThat(response.statusCode()).isBetween(400, 422);
        assertThat(JSON.readTree(response.body()).path("detail").asString()).isNotEmpty();
        assertThat(hms.telemetry.size()).isZero();
    }

    @Test
    void what_is_too_much_is_refused() {
        var kinds = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            kinds.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":1");
        }
        assertThat(send(report("a", use("p", ",\"alerts\":{" + kinds + "}"))).statusCode())
                .isEqualTo(400);
        assertThat(send(report("a", ",\"revision\":\"" + "x".repeat(70_000) + "\"")).statusCode())
                .isEqualTo(413);
    }

    @Test
    void kinds_that_cannot_be_seen_are_shown_as_dots() {
        hms.release(Installation.FIRST);
        hms.beginWithCanaries();
        int run = hms.release(Installation.FIRST.replace("1.5.0", "1.6.0"));
        send(
                report(
                        "a",
                        use(
                                "epa-pm25-limit",
                                ",\"run\":"
                                        + run
                                        + ",\"group\":\"canary\",\"changes\":{\"x: a\\n → \\u202e\":1}")));
        assertThat(
                        get("/api/runs/" + run + "/canary")
                                .path("canary")
                                .path("changes")
                                .propertyNames())
                .containsExactly("x: a· → ·");
    }
}
