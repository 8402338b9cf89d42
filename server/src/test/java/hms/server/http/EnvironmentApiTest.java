package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.PolicyId;
import hms.core.state.Scope;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class EnvironmentApiTest {

    static final String CONFIGURATION =
            """
            zone: America/New_York
            environments:
              staging:
                targets:
                  health: { kind: folder, path: /srv/private-place, tags: [health] }
                  strict: { kind: folder, path: /srv/b, when: "values.limit < 30.0" }
              production:
                gate: person
                zone: Europe/Paris
                freeze: [{ from: 2024-08-01, until: 2024-08-15 }]
                targets: { all: { kind: folder, path: /srv/c } }
            """;

    private static final String TAGGED =
            Installation.FIRST.replace("title:", "tags: [health]\ntitle:");

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        Installation.require(200, hms.put("/api/configuration", hms.admin, CONFIGURATION));
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

    private JsonNode route(String yaml) {
        var response = hms.post("/api/route", hms.admin, "application/yaml", yaml);
        Installation.require(200, response);
        return json(response).path("policies").path(0).path("environments");
    }

    @Test
    void environments_stand_in_the_order_of_promotion_with_gates_and_freezes() {
        var environments = get("/api/environments").path("environments");

        assertThat(environments.findValuesAsString("position")).containsExactly("0", "1");
        var staging = environments.path(0);
        assertThat(staging.path("name").asString()).isEqualTo("staging");
        assertThat(staging.path("gate").asString()).isEqualTo("none");
        assertThat(staging.path("zone").asString()).isEqualTo("America/New_York");
        assertThat(staging.path("closed").isNull()).isTrue();
        var production = environments.path(1);
        assertThat(production.path("gate").asString()).isEqualTo("person");
        assertThat(production.path("closed").path("reason").asString()).isEqualTo("freeze");
        assertThat(Instant.parse(production.path("closed").path("until").asString()))
                .isEqualTo(Instant.parse("2024-08-14T22:00:00Z"));
    }

    @Test
    void targets_say_what_they_get_and_nothing_of_where_they_are() {
        var answer = hms.get("/api/environments", hms.admin);

        var targets = json(answer).path("environments").path(0).path("targets");
        assertThat(targets.path(0).path("name").asString()).isEqualTo("health");
        assertThat(targets.path(0).path("route").path("tags").path(0).asString())
                .isEqualTo("health");
        assertThat(targets.path(1).path("route").path("when").asString())
                .isEqualTo("values.limit < 30.0");
        assertThat(targets.path(0).path("last").isNull()).isTrue();
        assertThat(targets.path(0).path("behind").isNull()).isTrue();
        assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("private-place");
    }

    @Test
    void token_for_one_environment_sees_that_one() {
        var limited =
                hms.token(
                        "limited",
                        List.of(),
                        List.of("staging"),
                        Optional.empty(),
                        Scope.POLICY_READ);

        var environments = json(hms.get("/api/environments", limited)).path("environments");

        assertThat(environments.size()).isEqualTo(1);
        assertThat(environments.path(0).path("name").asString()).isEqualTo("staging");
        assertThat(hms.get("/api/environments", "").statusCode()).isEqualTo(401);
    }

    @Test
    void artifact_goes_where_a_tag_or_an_expression_selects_it() {
        var tagged = route(TAGGED);
        var strict = route(Installation.FIRST.replace("limit: 35", "limit: 25"));

        assertThat(names(tagged.path(0), "targets")).containsExactly("health");
        assertThat(names(tagged.path(0), "others")).containsExactly("strict");
        assertThat(names(tagged.path(1), "targets")).containsExactly("all");
        assertThat(names(strict.path(0), "targets")).containsExactly("strict");
        assertThat(hms.writer.state().policies().policy(PolicyId.of("epa-pm25-limit"))).isEmpty();
    }

    private static List<String> names(JsonNode environment, String which) {
        return environment.path(which).findValuesAsString("name");
    }

    @Test
    void artifact_that_cannot_be_read_is_refused_with_its_place() {
        var refused = hms.post("/api/route", hms.admin, "application/yaml", "id: x\n  y: 1\n");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).path("findings").path(0).path("line").isNumber()).isTrue();
    }

    @Test
    void plan_of_a_deployment_names_environments_targets_and_what_is_closed() {
        Installation.require(201, hms.post("/api/policies", hms.admin, "application/yaml", TAGGED));

        var plan =
                json(
                        hms.post(
                                "/api/policies/epa-pm25-limit/deploy?dryRun=true",
                                hms.admin,
                                "application/json",
                                "{\"env\":\"production\"}"));

        assertThat(plan.path("environments").findValuesAsString("environment"))
                .containsExactly("staging", "production");
        assertThat(names(plan.path("environments").path(0), "targets")).containsExactly("health");
        assertThat(plan.path("environments").path(1).path("closed").path("reason").asString())
                .isEqualTo("freeze");
        var stages = plan.path("stages").findValuesAsString("id");
        assertThat(stages).contains("staging/apply", "production/gate");
        assertThat(stages).doesNotContain("staging/gate", "staging/chaos");
    }

    @Test
    void plan_towards_staging_ends_there() {
        Installation.require(201, hms.post("/api/policies", hms.admin, "application/yaml", TAGGED));

        var plan =
                json(
                        hms.post(
                                "/api/policies/epa-pm25-limit/deploy?dryRun=true",
                                hms.admin,
                                "application/json",
                                "{\"env\":\"staging\"}"));

        assertThat(plan.path("environments").findValuesAsString("environment"))
                .containsExactly("staging");
        assertThat(plan.path("stages").findValuesAsString("id"))
                .noneMatch(id -> id.startsWith("production/"));
    }
}
