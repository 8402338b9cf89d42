package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.pipeline.StageKind;
import hms.core.state.Scope;
import hms.runs.step.StepResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class OpenApiTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path folder;
    private Installation hms;
    private ApiContract contract;
    private final ApiContract.Seen seen = new ApiContract.Seen();

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        contract = new ApiContract(hms.get("/openapi.yaml", "").body());
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    @Test
    void description_and_server_have_the_same_operations() {
        var served = new TreeSet<String>();
        hms.server.routes().all().stream()
                .map(route -> route.method() + " " + route.template().replace("*}", "}"))
                .forEach(served::add);

        assertThat(contract.operations()).containsExactlyElementsOf(served);
    }

    @Test
    void every_operation_is_described_as_it_is_served() {
        for (var route : hms.server.routes().all()) {
            var name = route.method() + " " + route.template();
            var operation = contract.operation(route.method(), route.template().replace("*}", "}"));

            assertThat(contract.parameters(operation, "query")).as(name).isEqualTo(route.query());
            assertThat(contract.parameters(operation, "path"))
                    .as(name)
                    .isEqualTo(pathParameters(route.template()));
            assertThat(bodyTypes(operation)).as(name).isEqualTo(route.body().limits().keySet());
            assertThat(scopes(operation)).as(name).isEqualTo(expectedScopes(route.access()));
            assertThat(operation.path("operationId").asString()).as(name).isNotEmpty();
        }
    }

    private static Set<String> pathParameters(String template) {
        var names = new TreeSet<String>();
        var matcher = java.util.regex.Pattern.compile("\\{(\\w+)\\*?}").matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private Set<String> bodyTypes(JsonNode operation) {
        var types = new TreeSet<String>();
        contract.resolved(operation.path("requestBody"))
                .path("content")
                .propertyNames()
                .forEach(types::add);
        return types;
    }

    private static Set<String> scopes(JsonNode operation) {
        var scopes = new TreeSet<String>();
        for (var way : operation.path("security")) {
            way.path("bearer").forEach(scope -> scopes.add(scope.asString()));
        }
        return scopes;
    }

    private static Set<String> expectedScopes(Access access) {
        return switch (access) {
            case Access.Anyone _ -> Set.of();
            case Access.Holder a -> Set.of(a.scope().text());
            case Access.HolderUnlessOpen a -> Set.of(a.scope().text());
            case Access.Actor a -> Set.of(a.scope().text());
            case Access.LocalOrHolder a -> Set.of(a.scope().text());
        };
    }

    private HttpResponse<byte[]> get(String path) {
        return checked("GET", path, hms.get(path, hms.admin));
    }

    private HttpResponse<byte[]> post(String path, String body, String... headers) {
        return checked("POST", path, hms.post(path, hms.admin, "application/json", body, headers));
    }

    private HttpResponse<byte[]> post(String path) {
        return checked(
                "POST", path, hms.send(hms.request(path, hms.admin).POST(BodyPublishers.noBody())));
    }

    private HttpResponse<byte[]> delete(String path) {
        return checked("DELETE", path, hms.send(hms.request(path, hms.admin).DELETE()));
    }

    private HttpResponse<byte[]> checked(
            String method, String path, HttpResponse<byte[]> response) {
        var template = contract.template(method, path);
        contract.check(method, template, response);
        seen.add(method + " " + template, response.statusCode());
        return response;
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JSON.readTree(response.body());
    }

    @Test
    void answers_of_a_whole_story_are_as_described() {
        identities();
        release();
        runThatStops();
        reading();
        observation();
        environments();
        refusals();
        theRest();

        assertThat(contract.operations()).allMatch(seen::succeeded);
    }

    private void identities() {
        var line = new hms.trust.OpenSshKey(Installation.CHIEF.publicKey(), "").toString().strip();
        post(
                "/api/keys",
                "{\"publicKey\":\"" + line + "\",\"owner\":\"EPA Chief\",\"roles\":[\"chief\"]}");
        get("/api/keys");
        var issued =
                json(
                        post(
                                "/api/tokens",
                                "{\"for\":\"ci\",\"scopes\":[\"policy:read\"],\"policies\":[\"a\"],"
                                        + "\"environments\":[\"production\"],\"expiresIn\":\"PT1H\"}"));
        get("/api/tokens");
        delete("/api/tokens/" + issued.path("id").asString());
        get("/api/tokens");
        get("/api/pipeline");
    }

    private void release() {
        var yaml = Installation.FIRST;
        var body =
                "{\"artifacts\":[{\"path\":\"pm25.yaml\",\"bytes\":\""
                        + Base64.getEncoder().encodeToString(Installation.bytes(yaml))
                        + "\"}]}";
        checked(
                "POST",
                "/api/policies?dryRun=true",
                hms.post("/api/policies?dryRun=true", hms.admin, "application/yaml", yaml));
        checked(
                "POST",
                "/api/policies",
                hms.post("/api/policies", hms.admin, ReleaseApi.RELEASE, body));
        checked(
                "POST",
                "/api/policies",
                hms.post("/api/policies", hms.admin, "application/yaml", yaml));
        post("/api/policies/epa-pm25-limit/deploy", "{\"env\":\"production\"}");
        post("/api/policies/epa-pm25-limit/approvals", hms.approval(yaml, ""));
        post("/api/policies/epa-pm25-limit/deploy?dryRun=true", "{\"env\":\"production\"}");
        post(
                "/api/policies/epa-pm25-limit/deploy",
                "{\"env\":\"production\",\"version\":\"1.5.0\"}",
                "Idempotency-Key",
                "one");
        get("/api/runs/1");
        hms.drive();
        get("/api/runs");
        get("/api/runs/1");
        get("/api/runs/1/stages/validate/evidence");
        get("/api/runs/1/package");
        checked("GET", "/api/runs/1/events", hms.get("/api/runs/1/events", hms.admin));
        get(
                "/api/approvals/"
                        + hms.writer.state().policies().approvals().keySet().iterator().next());
    }

    private void runThatStops() {
        var second = Installation.SECOND;
        checked(
                "POST",
                "/api/policies",
                hms.post("/api/policies", hms.admin, "application/yaml", second));
        post("/api/approvals", hms.approval(second, ""));
        post(
                "/api/deployments",
                "{\"policies\":[\"epa-pm25-limit@2.0.0\"],\"env\":\"production\",\"schedule\":\"2024-09-05\"}");
        post("/api/runs/2/halt", "{\"reason\":\"wait\"}");
        post("/api/runs/2/resume");
        hms.drive();
        get("/api/runs/2");
        get("/api/policies/epa-pm25-limit/history");
        post("/api/runs/2/abort");
        get("/api/runs/2");
        hms.results.put(StageKind.VALIDATE, StepResult.failed("Validation failed: no"));
        post("/api/policies/epa-pm25-limit/deploy", "{\"env\":\"staging\"}");
        hms.drive();
        get("/api/runs/3");
        post(
                "/api/policies/epa-pm25-limit/deploy",
                "{\"env\":\"production\",\"pending\":\"cancel\"}");
        hms.drive();
        hms.clock.set(java.time.Instant.parse("2024-09-02T00:00:00Z"));
        hms.drive();
        post(
                "/api/policies/epa-pm25-limit/rollback",
                "{\"env\":\"production\",\"version\":\"1.5.0\",\"reason\":\"too strict\"}");
        tickets();
    }

    private void tickets() {
        get("/api/tickets");
        get("/api/tickets/1");
        post("/api/tickets/1/resolve", "{\"choice\":\"acknowledge\",\"reason\":\"Seen.\"}");
        JudgedCanary.of(hms, Installation.FIRST.replace("1.5.0", "3.0.0"));
        get("/api/runs/" + hms.writer.state().runs().last());
        get("/api/tickets?status=all&limit=1");
        get("/api/tickets/2");
        post("/api/tickets/1/resolve", "{\"choice\":\"acknowledge\",\"reason\":\"Seen.\"}");
    }

    private void reading() {
        get("/api/policies");
        get("/api/policies/epa-pm25-limit");
        get("/api/policies/epa-pm25-limit?on=2024-09-02&knownAt=2024-09-02");
        get("/api/policies/epa-pm25-limit?on=2020-01-01");
        get("/api/policies/nothing");
        get("/api/rehearsal?until=2030-01-01");
        get("/api/rehearsal?until=2020-01-01");
        get("/api/policies/epa-pm25-limit/history");
        get("/api/policies/epa-pm25-limit/versions/1.5.0");
        get("/api/policies/epa-pm25-limit/versions/1.5.0/artifact");
        get("/api/policies/epa-pm25-limit/diff?from=1.5.0&to=2.0.0");
        post(
                "/api/policies/epa-pm25-limit/evaluate",
                "{\"rule\":\"violation\",\"inputs\":{\"reading\":30.5}}");
        post(
                "/api/policies/epa-pm25-limit/evaluate",
                "{\"rule\":\"violation\",\"inputs\":{\"reading\":\"x\"}}");
        post("/api/policies/epa-pm25-limit/evaluate", "{\"rule\":\"none\",\"inputs\":{}}");
        checked(
                "GET",
                "/api/stream?env=production&ids=epa-pm25-limit",
                hms.send(
                        hms.request("/api/stream?env=production&ids=epa-pm25-limit", hms.admin)
                                .method("HEAD", BodyPublishers.noBody())));
        get("/api/ledger");
        get("/api/ledger/entries?from=0&limit=500");
        get("/api/ledger/entries/3");
    }

    private void environments() {
        get("/api/environments");
        get("/api/configuration");
        var route = "/api/route";
        checked("POST", route, hms.post(route, hms.admin, "application/yaml", Installation.FIRST));
        checked("POST", route, hms.post(route, hms.admin, "application/yaml", "id: x\n"));
        checked("POST", "/api/packages", hms.upload(hms.admin, "application/gzip", packed()));
        checked("POST", "/api/packages", hms.upload(hms.admin, "application/gzip", new byte[9]));
        put("/api/configuration?dryRun=true", CONFIGURATION);
        put("/api/configuration", CONFIGURATION);
        put("/api/configuration", "zone: Nowhere/At\n");
        get("/api/environments");
        checked("POST", route, hms.post(route, hms.admin, "application/yaml", Installation.FIRST));
        post(
                "/api/policies/epa-pm25-limit/deploy?dryRun=true",
                "{\"env\":\"production\",\"version\":\"2.0.0\"}");
        for (var kind : new String[] {"manifests", "sets"}) {
            var path = "/targets/production/cluster/" + kind + "/7?key=";
            checked("GET", path, hms.get(path + Installation.KEY, ""));
            checked("GET", path, hms.get(path + "wrong", ""));
        }
    }

    private static final String CONFIGURATION =
            """
            zone: America/New_York
            environments:
              staging: { targets: { copies: { kind: folder, path: /tmp/x, tags: [health] } } }
              production:
                gate: person
                freeze: [{ from: 2024-01-01, until: 2025-01-01 }]
                targets: { copies: { kind: folder, path: /tmp/y } }
            """;

    private static byte[] packed() {
        return PackageApiTest.packed(Installation.FIRST);
    }

    private void put(String path, String yaml) {
        checked("PUT", path, hms.put(path, hms.admin, yaml));
    }

    private void observation() {
        hms.beginWithCanaries();
        hms.release(Installation.FIRST.replace("1.5.0", "4.0.0"));
        int run = hms.writer.state().runs().last();
        post(
                "/api/telemetry",
                """
                {"instance": "a1", "sequence": 1, "key": "bot-1", "env": "production",
                 "attributes": {"region": "NCR"}, "revision": "0.1", "skewMs": -3,
                 "policies": [{"policy": "epa-pm25-limit", "run": %d, "group": "canary",
                   "evaluations": 5, "errors": 1, "micros": 70, "alerts": {"violation": 1},
                   "compared": 5, "changes": {"violation: false → true": 1},
                   "rules": {"violation": 5}}]}
                """
                        .formatted(run));
        get("/api/runs/" + run + "/canary");
        get("/api/policies/epa-pm25-limit/subscribers");
        get("/api/runs/1/canary");
        post("/api/telemetry", "{\"instance\": 1}");
    }

    private void refusals() {
        get("/api/runs/999");
        get("/api/ledger/entries/99999");
        post("/api/policies/epa-pm25-limit/deploy", "{\"env\":\"production\",\"extra\":1}");
        checked(
                "POST",
                "/api/policies",
                hms.post("/api/policies", hms.admin, "application/yaml", "id: x\n"));
        checked("GET", "/api/policies", hms.get("/api/policies", ""));
        checked(
                "GET",
                "/api/tokens",
                hms.get("/api/tokens", hms.token("reader", Scope.POLICY_READ)));
    }

    private void theRest() {
        checked(
                "POST",
                "/api/policies",
                hms.post(
                        "/api/policies",
                        hms.admin,
                        "application/yaml",
                        "id: other\nversion: 1.0.0\ncap: { dated: { 2024-01-01: 1 } }\n"));
        post("/api/policies/other/rejections", "{\"version\":\"1.0.0\",\"reason\":\"no\"}");
        delete(
                "/api/keys/"
                        + hms.writer
                                .state()
                                .identity()
                                .keys()
                                .keySet()
                                .iterator()
                                .next()
                                .replace("/", "%2F")
                                .replace("+", "%2B"));
        for (var path :
                new String[] {
                    "/",
                    "/healthz",
                    "/readyz",
                    "/metrics",
                    "/openapi.yaml",
                    "/log/checkpoint",
                    "/log/tile/0/000.p/3"
                }) {
            checked("GET", path, hms.get(path, ""));
        }
    }
}
