package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.state.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The clock stands at 8 a.m. of 1 August 2024 in New York, which is the legal zone.
final class RehearsalTest {

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

    private JsonNode rehearsal(String query, String token) {
        return JsonMapper.shared().readTree(hms.get("/api/rehearsal" + query, token).body());
    }

    private List<String> told(JsonNode rehearsal) {
        var lines = new ArrayList<String>();
        for (var turn : rehearsal.path("turns")) {
            lines.add(
                    turn.path("local").asString()
                            + " "
                            + turn.path("policy").asString()
                            + " "
                            + turn.path("kind").asString()
                            + ": "
                            + turn.path("text").asString());
        }
        return lines;
    }

    @Test
    void what_is_to_come_is_told_in_the_time_of_each_policy() {
        hms.release(Installation.FIRST);
        hms.release(Installation.SECOND);
        hms.release(
                "id: tokyo\nversion: 1.0.0\ntimezone: Asia/Tokyo\nexpires: 2024-10-01\n"
                        + "cap: { dated: { 2024-01-01: 1, 2024-09-15: 2.50 } }\n");
        hms.release(
                "id: cairo\nversion: 1.0.0\ntimezone: Africa/Cairo\nlimit: 1\neffective: 2025-04-25\n");

        var all = rehearsal("", hms.admin);
        assertThat(told(all))
                .containsExactly(
                        "2024-08-31T20:00:00-04:00 epa-pm25-limit begins: 2.0.0 takes the place of 1.5.0",
                        "2024-09-15T00:00:00+09:00 tokyo values: values of 1.0.0 change",
                        "2024-10-01T00:00:00+09:00 tokyo ends: 1.0.0 ends",
                        "2025-04-25T01:00:00+03:00 cairo begins: 1.0.0 comes into force",
                        "2025-04-25T01:00:00+03:00 cairo clock: effective: clocks skip"
                                + " 2025-04-25T00:00, and the first instant after counts,"
                                + " 25 Apr 2025, 01:00 +03:00");
        assertThat(all.path("faults").asInt()).isEqualTo(1);
        assertThat(all.path("until").isNull()).isTrue();
        assertThat(all.path("turns").path(0).path("changes").toString())
                .isEqualTo("[{\"path\":\"limit\",\"before\":35,\"after\":25}]");
        assertThat(new String(hms.get("/api/rehearsal", hms.admin).body(), UTF_8))
                .contains("[{\"path\":\"cap\",\"before\":1,\"after\":2.50}]");
        assertThat(told(rehearsal("?until=2024-09-01", hms.admin))).hasSize(1);
        assertThat(told(rehearsal("?until=2024-08-31T19:59", hms.admin))).isEmpty();
        assertThat(told(rehearsal("?env=staging", hms.admin)))
                .containsExactly(
                        "2024-08-31T20:00:00-04:00 epa-pm25-limit idle: 2.0.0 is effective from"
                                + " here on, and no run delivers it",
                        "2025-04-25T01:00:00+03:00 cairo idle: 1.0.0 is effective from here on,"
                                + " and no run delivers it");
    }

    @Test
    void a_token_for_some_policies_sees_only_those() {
        hms.release(Installation.FIRST);
        hms.release(Installation.SECOND);
        hms.release("id: other\nversion: 1.0.0\nlimit: 1\nexpires: 2024-10-01\n");
        var token =
                hms.token(
                        "some",
                        List.of("other"),
                        List.of("production"),
                        Optional.empty(),
                        Scope.POLICY_READ);

        assertThat(told(rehearsal("", token)))
                .containsExactly("2024-10-01T00:00:00-04:00 other ends: 1.0.0 ends");
        assertThat(hms.get("/api/rehearsal?env=staging", token).statusCode()).isEqualTo(403);
        assertThat(hms.get("/api/rehearsal", "").statusCode()).isEqualTo(401);
    }

    @Test
    void a_time_that_is_none_or_past_is_refused() {
        for (var until : List.of("soon", "2024-07-31", "2024-02-30")) {
            var answer = hms.get("/api/rehearsal?until=" + until, hms.admin);
            assertThat(answer.statusCode()).as(until).isEqualTo(400);
        }
        assertThat(hms.get("/api/rehearsal?env=nowhere", hms.admin).statusCode()).isEqualTo(404);
    }
}
