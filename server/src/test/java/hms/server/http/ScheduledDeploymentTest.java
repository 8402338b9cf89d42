package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The clock stands at 8 a.m. of 1 August 2024 in New York, which is the legal zone.
final class ScheduledDeploymentTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String POLICY = "/api/policies/epa-pm25-limit";

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        hms.enrolChief();
        hms.post("/api/policies", hms.admin, "application/yaml", Installation.FIRST);
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    private JsonNode deployed(String schedule) {
        var approval = hms.approval(Installation.FIRST, "");
        hms.post(POLICY + "/approvals", hms.admin, "application/json", approval);
        var body = JSON.createObjectNode().put("env", "production").put("schedule", schedule);
        return JSON.readTree(
                hms.post(POLICY + "/deploy", hms.admin, "application/json", body.toString())
                        .body());
    }

    @ParameterizedTest
    @CsvSource({
        "00:00, 2024-08-02T04:00:00Z",
        "00:00 +15m, 2024-08-02T04:15:00Z",
        "00:00+15m, 2024-08-02T04:15:00Z",
        "2026-09-01, 2026-09-01T04:00:00Z",
        "2026-09-01T00:00, 2026-09-01T04:00:00Z",
        "2026-09-01T00:00 Europe/Berlin, 2026-08-31T22:00:00Z",
        "2026-09-01T00:00-04:00, 2026-09-01T04:00:00Z",
        "2026-09-01T04:00:00Z, 2026-09-01T04:00:00Z",
    })
    void a_run_waits_for_the_instant_that_its_schedule_means(String text, Instant instant) {
        deployed(text);
        hms.drive();
        var run = JSON.readTree(hms.get("/api/runs/1", hms.admin).body());

        assertThat(run.path("status").asString()).isEqualTo("scheduled");
        assertThat(run.path("scheduledFor").asString()).isEqualTo(instant.toString());
        assertThat(run.path("scheduledZone").asString()).isEqualTo("America/New_York");
        hms.clock.set(instant.minusNanos(1_000));
        assertThat(hms.get(POLICY, hms.admin).statusCode()).isEqualTo(404);
        hms.clock.set(instant);
        assertThat(hms.get(POLICY, hms.admin).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "soon, is not a time",
        "25:00, names an hour that no clock shows",
        "2026-02-30T00:00, is not in the calendar",
        "2026-09-01T00:00 Mars/Phobos, names a zone that the IANA database does not have",
        "2024-08-01T08:00, is past: it was 2024-08-01T12:00:00Z",
        "2024-07-31, is past: it was 2024-07-31T04:00:00Z",
    })
    void what_is_no_time_to_come_is_refused_and_nothing_is_queued(String text, String problem) {
        var answer = deployed(text);

        assertThat(answer.path("status").asInt()).isEqualTo(400);
        assertThat(answer.path("detail").asString()).isEqualTo("\"" + text + "\" " + problem + ".");
        assertThat(answer.path("where").asString()).isEqualTo("$.schedule");
        assertThat(hms.writer.state().runs().last()).isZero();
    }

    @Test
    void an_approval_takes_a_schedule_along() {
        var deploy = ",\"deploy\":{\"env\":\"production\",\"schedule\":\"00:00 +15m\"}";
        hms.post(
                POLICY + "/approvals",
                hms.admin,
                "application/json",
                hms.approval(Installation.FIRST, deploy));
        hms.drive();

        var run = JSON.readTree(hms.get("/api/runs/1", hms.admin).body());
        assertThat(run.path("scheduledFor").asString()).isEqualTo("2024-08-02T04:15:00Z");
    }

    @Test
    void a_run_is_told_in_the_zone_of_its_policy() {
        hms.release(
                "id: tokyo\nversion: 1.0.0\ntimezone: Asia/Tokyo\nlimit: 1\neffective: 2024-09-01\n");

        var run = JSON.readTree(hms.get("/api/runs/1", hms.admin).body());
        assertThat(run.path("scheduledFor").asString()).isEqualTo("2024-08-31T15:00:00Z");
        assertThat(run.path("scheduledZone").asString()).isEqualTo("Asia/Tokyo");
    }
}
