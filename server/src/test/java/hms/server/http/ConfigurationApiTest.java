package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.event.ConfigEvent;
import hms.core.state.EnvironmentId;
import hms.core.state.Scope;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ConfigurationApiTest {

    /// Something of everything that there is.
    private static final String RICH =
            """
            zone: America/New_York
            publicUrl: http://hms.example
            governance:
              - { tag: health, approvals: 2, roles: [counsel], separation: true, leadTime: 36h }
              - { agency: "Environmental Protection Agency: Air", refusePast: true, canary: false }
              - { policy: epa-pm25-limit, leadTime: 90s }
            environments:
              staging:
                maintenance: [{ days: [mon, fri], from: "22:00", until: "04:00" }, { from: "12:00", until: "13:00" }]
                health: [http://127.0.0.1:1/healthz]
                smoke:
                  - { url: "http://127.0.0.1:1/x?policy={policy}", status: 204, contains: "say \\"{version}\\"" }
                  - { url: http://127.0.0.1:1/y, after: rollout }
                targets:
                  some: { kind: folder, path: /srv/a, tags: [health, "no"], policies: [epa-pm25-limit], when: "values.limit < 30.0" }
              preprod:
                pipeline: { name: rehearsal, stages: [{ uses: validate }, { id: preprod/rollout, uses: rollout, converge: 90% }] }
              production:
                gate: person
                zone: Europe/Paris
                freeze: [{ from: 2024-12-20, until: 2025-01-02T06:30 }]
                targets: { copies: { kind: folder, path: /srv/c } }
            partners:
              boards: { webhook: "https://boards.example/hook", secret: "env:BOARDS_SECRET" }
            """;

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private JsonNode apply(String yaml) {
        var response = hms.put("/api/configuration", hms.admin, yaml);
        Installation.require(200, response);
        return json(response);
    }

    private String shown() {
        var response = hms.get("/api/configuration", hms.admin);
        Installation.require(200, response);
        return json(response).path("yaml").asString();
    }

    @Test
    void what_is_shown_changes_nothing_where_it_is_applied() {
        apply(RICH);

        var again = apply(shown());

        assertThat(again.path("changes").findValuesAsString("what")).isEmpty();
        assertThat(again.path("ledger").isNull()).isTrue();
        assertThat(apply(RICH).path("changes").isEmpty()).isTrue();
    }

    @Test
    void difference_is_said_before_and_after_and_becomes_entries() {
        apply(RICH);
        long before = hms.ledger.head().size();

        var applied = apply(RICH.replace("/srv/c", "/srv/d").replace("gate: person", "gate: none"));

        var changes = applied.path("changes");
        assertThat(changes.findValuesAsString("type"))
                .containsExactlyInAnyOrder("environment-ruled", "target-defined");
        assertThat(changes.findValuesAsString("before"))
                .contains("folder (path /srv/c), all policies")
                .anyMatch(text -> text.startsWith("a person agrees; zone Europe/Paris; frozen"));
        assertThat(changes.findValuesAsString("after"))
                .contains("folder (path /srv/d), all policies")
                .anyMatch(text -> text.startsWith("no gate; zone Europe/Paris; frozen"));
        assertThat(applied.path("ledger").path("index").asLong()).isEqualTo(before + 1);
        assertThat(hms.events(before)).hasSize(2).allMatch(ConfigEvent.class::isInstance);
    }

    @Test
    void dry_run_says_the_same_and_does_nothing() {
        apply(RICH);
        long before = hms.ledger.head().size();
        var next = RICH.replace("/srv/c", "/srv/d");

        var response = hms.put("/api/configuration?dryRun=true", hms.admin, next);

        Installation.require(200, response);
        assertThat(json(response).path("dryRun").asBoolean()).isTrue();
        assertThat(json(response).path("changes").size()).isEqualTo(1);
        assertThat(json(response).path("ledger").isNull()).isTrue();
        assertThat(hms.ledger.head().size()).isEqualTo(before);
        assertThat(apply(next).path("changes")).isEqualTo(json(response).path("changes"));
    }

    @Test
    void what_goes_is_said_to_go() {
        apply(RICH);

        var changes =
                apply("zone: America/New_York\nenvironments: { production: }\n").path("changes");

        assertThat(changes.findValuesAsString("type"))
                .contains("target-removed", "environment-removed", "partner-removed");
        for (var change : changes) {
            if (change.path("type").asString().endsWith("-removed")) {
                assertThat(change.path("after").isNull()).isTrue();
                assertThat(change.path("before").asString()).isNotEmpty();
            }
        }
    }

    @Test
    void environment_that_a_run_goes_through_is_not_removed() {
        apply("zone: America/New_York\nenvironments: { staging: , production: }\n");
        hms.enrolChief();
        Installation.require(
                201, hms.post("/api/policies", hms.admin, "application/yaml", Installation.FIRST));
        var approved =
                hms.post(
                        "/api/policies/epa-pm25-limit/approvals",
                        hms.admin,
                        "application/json",
                        hms.approval(Installation.FIRST, ",\"deploy\":{\"env\":\"production\"}"));
        Installation.require(201, approved);
        assertThat(json(approved).path("run").asInt()).isEqualTo(1);
        long before = hms.ledger.head().size();
        var without = "zone: America/New_York\nenvironments: { production: }\n";

        for (var query : List.of("?dryRun=true", "")) {
            var refused = hms.put("/api/configuration" + query, hms.admin, without);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(json(refused).path("code").asString()).isEqualTo("environment-in-use");
            assertThat(json(refused).path("detail").asString()).contains("staging", "run #1");
        }
        assertThat(hms.events(before)).noneMatch(ConfigEvent.class::isInstance);

        Installation.require(
                200, hms.post("/api/runs/1/abort", hms.admin, "application/json", "{}"));
        apply(without);
        assertThat(hms.writer.state().configuration().environment(new EnvironmentId("staging")))
                .isEmpty();
    }

    @Test
    void file_that_cannot_be_used_is_refused_with_its_place_and_changes_nothing() {
        long before = hms.ledger.head().size();

        assertRefused("zone: Nowhere/At\n", "$.zone");
        assertRefused("zones: UTC\n", "$.zones");
        assertRefused("zone: [UTC\n", "hms.yaml is not YAML");
        assertRefused(
                "environments: { production: { targets: { x: { kind: http, url: http://x } } } }\n",
                "target production/x is not served");

        assertThat(hms.ledger.head().size()).isEqualTo(before);
    }

    private void assertRefused(String yaml, String says) {
        var refused = hms.put("/api/configuration", hms.admin, yaml);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).path("code").asString()).isEqualTo("invalid-configuration");
        assertThat(json(refused).path("detail").asString()).contains(says);
    }

    @Test
    void what_only_a_restart_changes_is_said() {
        var applied =
                apply(
                        "publicUrl: https://other.example\nwebhooks: { allow: [partner.internal] }\n");

        assertThat(applied.path("notes").toString())
                .contains("publicUrl is http://hms.example until")
                .contains("webhooks.allow stays empty until")
                .contains("its own hms.yaml");
    }

    @Test
    void only_administrators_see_and_change_it() {
        var reader = hms.token("reader", Scope.POLICY_READ, Scope.POLICY_DEPLOY);

        assertThat(hms.get("/api/configuration", reader).statusCode()).isEqualTo(403);
        for (var query : List.of("", "?dryRun=true")) {
            var refused = hms.put("/api/configuration" + query, reader, "zone: UTC\n");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(json(refused).path("code").asString()).isEqualTo("missing-scope");
        }
        assertThat(hms.writer.state().configuration().zone().getId()).isEqualTo("America/New_York");
    }
}
