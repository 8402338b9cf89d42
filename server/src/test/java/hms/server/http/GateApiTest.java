package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A release that a person has to let in, as the API tells and takes it.
final class GateApiTest {

    private static final String CONFIGURATION =
            """
            zone: America/New_York
            environments:
              staging:
              production: { gate: person, zone: Europe/Paris }
            """;

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        hms.enrolChief();
        Installation.require(200, hms.put("/api/configuration", hms.admin, CONFIGURATION));
        hms.release(Installation.FIRST);
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private JsonNode get(String path) {
        var response = hms.get(path, hms.admin);
        Installation.require(200, response);
        return json(response);
    }

    private HttpResponse<byte[]> resolve(String choice) {
        return hms.post(
                "/api/tickets/1/resolve",
                hms.admin,
                "application/json",
                "{\"choice\":\"" + choice + "\",\"reason\":\"Looked at.\"}");
    }

    @Test
    void run_waits_and_says_for_whom_and_what_is_missing() {
        var run = get("/api/runs/1");

        assertThat(run.path("status").asString()).isEqualTo("waiting");
        var waiting = run.path("waiting");
        assertThat(waiting.path("stage").asString()).isEqualTo("production/gate");
        assertThat(waiting.path("reason").asString()).isEqualTo("gate");
        assertThat(waiting.path("until").isNull()).isTrue();
        assertThat(waiting.path("zone").asString()).isEqualTo("Europe/Paris");
        assertThat(waiting.path("ticket").asString()).isEqualTo("1");
        assertThat(waiting.path("missing").path(0).asString())
                .contains("hms ticket resolve 1 --choice agree");
        for (var stage : run.path("stages")) {
            if (stage.path("id").asString().equals("production/gate")) {
                assertThat(stage.path("outcome").asString()).isEqualTo("waiting");
            }
        }
    }

    @Test
    void freeze_that_stands_in_the_way_as_well_is_said_in_legal_time() {
        var frozen =
                CONFIGURATION.replace(
                        "gate: person,",
                        "gate: person, freeze: [{ from: 2024-07-01, until: 2024-08-15 }],");
        Installation.require(200, hms.put("/api/configuration", hms.admin, frozen));

        var missing = get("/api/runs/1").path("waiting").path("missing");

        assertThat(missing.path(1).asString())
                .isEqualTo("the end of the freeze of production, 15 Aug 2024, 00:00 CEST");
    }

    @Test
    void ticket_says_what_has_passed_and_what_each_choice_does() {
        var ticket = get("/api/tickets/1");

        assertThat(ticket.path("kind").asString()).isEqualTo("gate");
        assertThat(ticket.path("title").asString())
                .isEqualTo("epa-pm25-limit@1.5.0 asks to enter production");
        assertThat(ticket.path("evidence").path("summary").asString())
                .contains("staging/rollout passed");
        assertThat(ticket.path("choices").findValuesAsString("choice"))
                .containsExactly("agree", "refuse");
        assertThat(ticket.path("choices").findValuesAsString("consequence"))
                .allMatch(text -> text.endsWith("."));
        assertThat(json(resolve("release")).path("code").asString()).isEqualTo("no-such-choice");
    }

    @Test
    void who_agrees_lets_it_in() {
        Installation.require(200, resolve("agree"));
        hms.drive();

        assertThat(get("/api/runs/1").path("status").asString()).isEqualTo("success");
        assertThat(get("/api/policies/epa-pm25-limit").path("version").asString())
                .isEqualTo("1.5.0");
    }

    @Test
    void who_refuses_ends_it_and_staging_is_taken_back() {
        Installation.require(200, resolve("refuse"));
        hms.drive();

        var run = get("/api/runs/1");
        assertThat(run.path("status").asString()).isEqualTo("rolled-back");
        assertThat(run.path("error").path("reason").asString())
                .isEqualTo("Deploy failed: the gate into production was refused, ticket 1");
        for (var environment : new String[] {"production", "staging"}) {
            assertThat(
                            hms.get("/api/policies/epa-pm25-limit?env=" + environment, hms.admin)
                                    .statusCode())
                    .isEqualTo(404);
        }
    }
}
