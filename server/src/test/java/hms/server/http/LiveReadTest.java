package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.pipeline.file.PipelineFile;
import hms.core.state.Scope;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reading live values: the legal zone is New York, and it is noon (UTC) on 1 August 2024.
final class LiveReadTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String POLICY = "/api/policies/epa-pm25-limit";

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

    private JsonNode read(String path) {
        var answer = hms.get(path, hms.admin);
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode absent(String path) {
        var answer = hms.get(path, hms.admin);
        assertThat(answer.statusCode()).isEqualTo(404);
        return JSON.readTree(answer.body());
    }

    private String version(String path) {
        return read(path).path("version").asString();
    }

    private static String tag(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("etag").orElseThrow();
    }

    @Test
    void value_has_its_exact_digits() {
        hms.release(Installation.FIRST);

        for (int i = 0; i < 3; i++) {
            var answer = hms.get(POLICY, hms.admin);
            assertThat(new String(answer.body(), UTF_8))
                    .contains("\"values\":{\"limit\":35,\"precise\":2.50}");
        }
    }

    @Test
    void fast_and_slow_way_say_the_same() {
        hms.release(Installation.FIRST);
        var slow = hms.get(POLICY + "?on=2024-08-01", hms.admin);
        hms.get(POLICY, hms.admin);
        var fast = hms.get(POLICY, hms.admin);

        assertThat(JSON.readTree(fast.body())).isEqualTo(JSON.readTree(slow.body()));
        assertThat(tag(fast)).isEqualTo(tag(slow));
    }

    @Test
    void a_thin_client_gets_what_its_canary_enforces() {
        hms.release(Installation.FIRST);
        hms.beginWithCanaries();
        hms.release(Installation.FIRST.replace("1.5.0", "2.0.0").replace("35", "25"));

        assertThat(version(POLICY)).isEqualTo("1.5.0");
        assertThat(version(POLICY + "?key=bot-1&region=SW")).isEqualTo("1.5.0");
        assertThat(version(POLICY + "?key=bot-1")).isEqualTo("1.5.0");
        var there = read(POLICY + "?key=bot-1&region=NCR");
        assertThat(there.path("version").asString()).isEqualTo("2.0.0");
        assertThat(there.path("values").path("limit").asInt()).isEqualTo(25);
    }

    @Test
    void who_asks_has_a_key_and_asks_about_the_present() {
        hms.release(Installation.FIRST);

        for (var wrong :
                List.of(
                        "?region=NCR",
                        "?key=",
                        "?key=" + "x".repeat(201),
                        "?key=a&on=2024-08-01",
                        "?key=a&region=NCR&knownAt=2024-08-01T00:00:00Z")) {
            assertThat(hms.get(POLICY + wrong, hms.admin).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void unchanged_value_is_not_sent_again() {
        hms.release(Installation.FIRST);
        hms.get(POLICY, hms.admin);
        var tag = tag(hms.get(POLICY, hms.admin));
        hms.token("someone", Scope.POLICY_READ);

        var again = hms.get(POLICY, hms.admin, "If-None-Match", tag);
        var oneOfMany = hms.get(POLICY, hms.admin, "If-None-Match", "\"x\", " + tag.substring(2));
        var other = hms.get(POLICY, hms.admin, "If-None-Match", "\"x\"");

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(tag(again)).isEqualTo(tag);
        assertThat(oneOfMany.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void scheduled_version_takes_over_at_its_instant_by_the_clock_alone() {
        hms.release(Installation.FIRST);
        hms.release(Installation.SECOND);
        var before = hms.get(POLICY, hms.admin);
        assertThat(version(POLICY)).isEqualTo("1.5.0");
        long size = hms.ledger.head().size();

        hms.clock.set(Instant.parse("2024-08-31T23:59:59.999999Z"));
        assertThat(version(POLICY)).isEqualTo("1.5.0");
        hms.clock.set(Instant.parse("2024-09-01T00:00:00Z"));
        assertThat(version(POLICY)).isEqualTo("2.0.0");

        assertThat(hms.ledger.head().size()).isEqualTo(size);
        assertThat(tag(hms.get(POLICY, hms.admin))).isNotEqualTo(tag(before));
    }

    @Test
    void date_means_its_start_in_the_legal_zone_and_today_means_now() {
        hms.release(Installation.FIRST);
        hms.release(Installation.SECOND);

        // 2.0.0 comes into force at 8 p.m. of 31 August in New York
        assertThat(version(POLICY + "?on=2024-08-31")).isEqualTo("1.5.0");
        assertThat(version(POLICY + "?on=2024-09-01")).isEqualTo("2.0.0");
        assertThat(read(POLICY + "?on=2024-09-01").path("on").asString())
                .isEqualTo("2024-09-01T04:00:00Z");
        assertThat(version(POLICY + "?on=2024-08-01")).isEqualTo("1.5.0");
        assertThat(absent(POLICY + "?on=2024-07-31").path("code").asString())
                .isEqualTo("NOT_YET_IN_FORCE");
        assertThat(version(POLICY + "?on=2024-08-31T20:00:00")).isEqualTo("2.0.0");
        assertThat(version(POLICY + "?on=2024-08-31T19:59:59")).isEqualTo("1.5.0");
        assertThat(version(POLICY + "?on=2024-09-01T00:00:00Z")).isEqualTo("2.0.0");
    }

    @Test
    void date_is_read_in_the_zone_that_the_policy_names() {
        hms.release("id: tokyo\nversion: 1.0.0\ntimezone: Asia/Tokyo\nlimit: 1\n");

        assertThat(read("/api/policies/tokyo?on=2024-08-05").path("on").asString())
                .isEqualTo("2024-08-04T15:00:00Z");
    }

    @Test
    void what_was_known_earlier_can_be_asked() {
        hms.release(Installation.FIRST);
        hms.clock.advance(Duration.ofDays(1));
        hms.release(Installation.SECOND);

        assertThat(version(POLICY + "?on=2024-10-01")).isEqualTo("2.0.0");
        var earlier = read(POLICY + "?on=2024-10-01&knownAt=2024-08-01T20:00:00Z");
        assertThat(earlier.path("version").asString()).isEqualTo("1.5.0");
        assertThat(earlier.path("knownAt").asString()).isEqualTo("2024-08-01T20:00:00Z");
        assertThat(earlier.path("until").isNull()).isTrue();
        assertThat(absent(POLICY + "?knownAt=2024-07-01").path("code").asString())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void absence_has_a_kind() {
        hms.release(
                "id: short\nversion: 1.0.0\nlimit: 1\neffective: 2024-08-03T00:00:00Z\nexpires: 2024-08-05T00:00:00Z\n");

        var notYet = absent("/api/policies/short");
        assertThat(notYet.path("code").asString()).isEqualTo("NOT_YET_IN_FORCE");
        assertThat(notYet.path("from").asString()).isEqualTo("2024-08-03T00:00:00Z");
        hms.clock.set(Instant.parse("2024-08-04T00:00:00Z"));
        assertThat(version("/api/policies/short")).isEqualTo("1.0.0");
        hms.clock.set(Instant.parse("2024-08-05T00:00:00Z"));
        var ended = absent("/api/policies/short");
        assertThat(ended.path("code").asString()).isEqualTo("ENDED");
        assertThat(ended.path("lastDay").asString()).isEqualTo("2024-08-04");
        assertThat(absent("/api/policies/none").path("code").asString()).isEqualTo("NOT_FOUND");
        assertThat(absent("/api/policies/short?env=staging").path("code").asString())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void dated_value_changes_on_its_day() {
        hms.release(
                "id: cap\nversion: 1.0.0\ntimezone: America/New_York\n"
                        + "cap: { dated: { 2024-01-01: 10.0, 2024-08-02: 20.0, 2024-08-04: null } }\n");
        var first = hms.get("/api/policies/cap", hms.admin);

        assertThat(read("/api/policies/cap").path("values").toString()).isEqualTo("{\"cap\":10.0}");
        hms.clock.set(Instant.parse("2024-08-02T03:59:59Z"));
        assertThat(tag(hms.get("/api/policies/cap", hms.admin))).isEqualTo(tag(first));
        hms.clock.set(Instant.parse("2024-08-02T04:00:00Z"));
        var second = read("/api/policies/cap");
        assertThat(second.path("values").toString()).isEqualTo("{\"cap\":20.0}");
        assertThat(second.path("interval").path("from").asString())
                .isEqualTo("2024-08-02T04:00:00Z");
        assertThat(second.path("interval").path("until").asString())
                .isEqualTo("2024-08-04T04:00:00Z");
        hms.clock.set(Instant.parse("2024-08-04T04:00:00Z"));
        assertThat(read("/api/policies/cap").path("values").toString()).isEqualTo("{}");
    }

    @Test
    void rollback_is_read_at_once() {
        hms.release(Installation.FIRST);
        hms.release(Installation.SECOND.replace("effective: 2024-09-01T00:00:00Z\n", ""));
        assertThat(version(POLICY)).isEqualTo("2.0.0");

        var answer =
                hms.post(
                        POLICY + "/rollback",
                        hms.admin,
                        "application/json",
                        "{\"env\":\"production\",\"version\":\"1.5.0\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        var body = JSON.readTree(answer.body());
        assertThat(body.path("from").asString()).isEqualTo("2.0.0");
        assertThat(version(POLICY)).isEqualTo("1.5.0");
    }

    @Test
    void open_policy_needs_no_token_and_a_closed_one_does() {
        hms.release("id: open\nversion: 1.0.0\npublic: true\nlimit: 1\n");
        hms.release(Installation.FIRST);

        for (int i = 0; i < 2; i++) {
            assertThat(hms.get("/api/policies/open", "").statusCode()).isEqualTo(200);
            assertThat(hms.get(POLICY, "").statusCode()).isEqualTo(401);
            assertThat(hms.get(POLICY + "?on=2024-08-01", "").statusCode()).isEqualTo(401);
            assertThat(hms.get("/api/policies/none", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void token_that_loses_its_right_loses_it_at_once() {
        hms.release(Installation.FIRST);
        var soon = hms.clock.instant().plusSeconds(60);
        var expiring = hms.token("a", List.of(), List.of(), Optional.of(soon), Scope.POLICY_READ);
        var submitter = hms.token("b", Scope.POLICY_SUBMIT);
        for (int i = 0; i < 2; i++) {
            assertThat(hms.get(POLICY, expiring).statusCode()).isEqualTo(200);
            assertThat(hms.get(POLICY, submitter).statusCode()).isEqualTo(403);
        }

        hms.clock.set(soon);

        assertThat(hms.get(POLICY, expiring).statusCode()).isEqualTo(401);
    }

    @Test
    void rules_are_asked_with_the_used_policy_as_of_the_same_day() {
        hms.release(
                "id: base\nversion: 1.0.0\namount: { dated: { 2024-01-01: 100, 2024-08-10: 200 } }\n");
        hms.release(
                "id: share\nversion: 1.0.0\nuses: { b: base }\nfactor: 1.5\n"
                        + "inputs: { income: { type: number } }\n"
                        + "rules: { eligible: income <= b.amount * factor }\n");

        assertThat(evaluate("150", "")).isTrue();
        assertThat(evaluate("150.01", "")).isFalse();
        assertThat(evaluate("150.01", ",\"on\":\"2024-08-10\"")).isTrue();
        assertThat(evaluate("150.01", ",\"on\":\"2024-08-09\"")).isFalse();
    }

    private boolean evaluate(String income, String more) {
        var answer =
                hms.post(
                        "/api/policies/share/evaluate",
                        hms.admin,
                        "application/json",
                        "{\"rule\":\"eligible\",\"inputs\":{\"income\":"
                                + income
                                + "}"
                                + more
                                + "}");
        var body = JSON.readTree(answer.body());
        assertThat(body.path("uses").path("b").asString())
                .as(body.toString())
                .isEqualTo("base@1.0.0");
        return body.path("value").booleanValue();
    }

    @Test
    void versions_are_compared_place_by_place_and_line_by_line() {
        hms.release(Installation.FIRST);
        hms.release(Installation.SECOND);

        var diff = read(POLICY + "/diff?from=1.5.0&to=2.0.0");

        assertThat(diff.path("changes").toString())
                .contains("{\"path\":\"limit\",\"before\":35,\"after\":25}");
        assertThat(diff.path("text").asString())
                .startsWith(
                        "--- epa-pm25-limit@1.5.0\n+++ epa-pm25-limit@2.0.0\n@@ -1,9 +1,10 @@\n")
                .contains("-version: 1.5.0\n+version: 2.0.0\n", "-limit: 35\n+limit: 25\n");
    }

    @Test
    void pipeline_is_shown_as_a_file_that_can_be_read_again() {
        var shown = read("/api/pipeline").path("yaml").asString();

        assertThat(PipelineFile.parse("pipeline.yaml", Installation.bytes(shown)))
                .isEqualTo(hms.writer.state().configuration().pipeline("default").orElseThrow());
    }

    @Test
    void artifact_is_given_out_byte_for_byte() {
        hms.release(Installation.FIRST);

        var answer = hms.get(POLICY + "/versions/1.5.0/artifact", hms.admin);

        assertThat(new String(answer.body(), UTF_8)).isEqualTo(Installation.FIRST);
        assertThat(answer.headers().firstValue("content-type")).contains("application/yaml");
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"epa-pm25-limit.yaml\"");
    }
}
