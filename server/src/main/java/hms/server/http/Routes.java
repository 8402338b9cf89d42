package hms.server.http;

import hms.checks.pack.PackageFormat;
import hms.core.state.Scope;
import hms.server.http.Route.Handler;
import hms.server.http.Route.Takes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// All there is to ask. `/openapi.yaml` describes the same, and a test holds the two together.
final class Routes {

    private static final int SMALL = 64 << 10;
    private static final int LISTS = 4 << 20;
    /// A release of 64 MiB in base64, or what the heap allows.
    private static final int LARGEST_RELEASE =
            (int) Math.min(88L << 20, Runtime.getRuntime().maxMemory() / 6);

    /// The largest package that anybody would take.
    private static final int LARGEST_PACKAGE =
            (int) Math.min(80L << 20, Runtime.getRuntime().maxMemory() / 6);

    /// One artifact, or a release.
    private static final Takes RELEASES =
            new Takes(
                    Map.of(
                            "application/yaml",
                            ReleaseReader.MAX_ARTIFACT,
                            "application/json",
                            ReleaseReader.MAX_ARTIFACT,
                            ReleaseApi.RELEASE,
                            LARGEST_RELEASE),
                    false);

    private static final List<String> JSON = List.of("application/json");

    private static final Access ANYONE = new Access.Anyone();
    private static final Access READER = new Access.Holder(Scope.POLICY_READ);
    private static final Access AUDITOR = new Access.Holder(Scope.AUDIT_READ);
    private static final Access ADMIN = new Access.Holder(Scope.ADMIN);

    private final List<Route> routes = new ArrayList<>();

    Routes(Apis apis) {
        system(apis.system(), apis.ledger());
        policies(apis.policies(), apis.rehearsals());
        releases(apis.releases());
        packages(apis.packages());
        environments(apis.environments(), apis.configuration());
        targets(apis.targets());
        runs(apis.runs());
        observation(apis.canaries(), apis.telemetry());
        tickets(apis.tickets());
        identities(apis.identities());
        ledger(apis.ledger());
        stream(apis.stream());
    }

    private void system(SystemApi api, LedgerApi ledger) {
        get("/", ANYONE, Set.of(), List.of(), api::root);
        get("/healthz", ANYONE, Set.of(), JSON, api::health);
        get("/readyz", ANYONE, Set.of(), JSON, api::ready);
        get(
                "/metrics",
                new Access.LocalOrHolder(Scope.AUDIT_READ),
                Set.of(),
                List.of("text/plain", "application/openmetrics-text"),
                api::metrics);
        get(
                "/openapi.yaml",
                ANYONE,
                Set.of(),
                List.of("application/yaml", "text/yaml", "text/plain"),
                api::description);
        get("/log/{path*}", ANYONE, Set.of(), List.of(), ledger::tile);
    }

    private void policies(PolicyApi api, RehearsalApi rehearsals) {
        get("/api/policies", READER, Set.of("env"), JSON, api::list);
        get(
                "/api/policies/{id}",
                new Access.HolderUnlessOpen(Scope.POLICY_READ),
                Set.of("env", "on", "knownAt", "region", "key"),
                JSON,
                api::value);
        get("/api/policies/{id}/history", READER, Set.of("env"), JSON, api::history);
        get("/api/policies/{id}/versions/{version}", READER, Set.of(), JSON, api::version);
        get(
                "/api/policies/{id}/versions/{version}/artifact",
                READER,
                Set.of(),
                List.of("application/yaml", "application/json"),
                api::artifact);
        get("/api/policies/{id}/diff", READER, Set.of("from", "to"), JSON, api::diff);
        post("/api/policies/{id}/evaluate", READER, Set.of(), Takes.json(SMALL), api::evaluate);
        get("/api/rehearsal", READER, Set.of("env", "until"), JSON, rehearsals::rehearse);
        get("/api/approvals/{approval}", READER, Set.of(), JSON, api::approval);
    }

    private void observation(CanaryApi api, TelemetryApi telemetry) {
        post("/api/telemetry", READER, Set.of(), Takes.json(SMALL), telemetry::report);
        get("/api/runs/{n}/canary", READER, Set.of(), JSON, api::canary);
        get("/api/policies/{id}/subscribers", READER, Set.of("env"), JSON, api::subscribers);
    }

    private void releases(ReleaseApi api) {
        post("/api/policies", actor(Scope.POLICY_SUBMIT), Set.of("dryRun"), RELEASES, api::submit);
        post(
                "/api/policies/{id}/approvals",
                actor(Scope.POLICY_APPROVE),
                Set.of(),
                Takes.json(2 * SMALL),
                api::approveOne);
        post(
                "/api/approvals",
                actor(Scope.POLICY_APPROVE),
                Set.of(),
                Takes.json(LISTS),
                api::approveMany);
        post(
                "/api/policies/{id}/rejections",
                actor(Scope.POLICY_APPROVE),
                Set.of(),
                Takes.json(SMALL),
                api::reject);
        post(
                "/api/policies/{id}/deploy",
                actor(Scope.POLICY_DEPLOY),
                Set.of("dryRun"),
                Takes.json(SMALL),
                api::deployOne);
        post(
                "/api/deployments",
                actor(Scope.POLICY_DEPLOY),
                Set.of("dryRun"),
                Takes.json(LISTS),
                api::deployMany);
        post(
                "/api/policies/{id}/rollback",
                actor(Scope.POLICY_ROLLBACK),
                Set.of(),
                Takes.json(SMALL),
                api::rollBack);
    }

    private void packages(PackageApi api) {
        var types =
                Arrays.stream(PackageFormat.values())
                        .collect(Collectors.toMap(PackageFormat::mediaType, _ -> LARGEST_PACKAGE));
        post(
                "/api/packages",
                actor(Scope.POLICY_SUBMIT),
                Set.of(),
                new Takes(types, false),
                api::take);
    }

    private void environments(EnvironmentApi api, ConfigurationApi configuration) {
        get("/api/environments", READER, Set.of(), JSON, api::list);
        post("/api/route", READER, Set.of(), RELEASES, api::route);
        get("/api/configuration", ADMIN, Set.of(), JSON, configuration::show);
        routes.add(
                new Route(
                        "PUT",
                        "/api/configuration",
                        actor(Scope.ADMIN),
                        Set.of("dryRun"),
                        new Takes(Map.of("application/yaml", 4 * SMALL), false),
                        JSON,
                        configuration::apply));
    }

    private void targets(TargetApi api) {
        var base = "/targets/{env}/{name}/";
        get(base + "manifests/{sequence}", ANYONE, Set.of("key"), JSON, api::manifest);
        get(base + "sets/{sequence}", ANYONE, Set.of("key"), JSON, api::set);
    }

    private void runs(RunApi api) {
        var actor = actor(Scope.POLICY_DEPLOY);
        var reason = Takes.perhapsJson(SMALL);
        get("/api/runs", READER, Set.of("limit", "before"), JSON, api::list);
        get("/api/runs/{n}", READER, Set.of(), JSON, api::run);
        get("/api/runs/{n}/events", READER, Set.of(), List.of("text/event-stream"), api::events);
        get("/api/runs/{n}/stages/{stage}/evidence", READER, Set.of(), JSON, api::evidence);
        get("/api/runs/{n}/package", READER, Set.of(), List.of("application/gzip"), api::built);
        post("/api/runs/{n}/halt", actor, Set.of(), reason, api::halt);
        post("/api/runs/{n}/resume", actor, Set.of(), reason, api::resume);
        post("/api/runs/{n}/abort", actor, Set.of(), reason, api::abort);
    }

    private void tickets(TicketApi api) {
        get("/api/tickets", READER, Set.of("status", "limit", "before"), JSON, api::list);
        get("/api/tickets/{ticket}", READER, Set.of(), JSON, api::ticket);
        post(
                "/api/tickets/{ticket}/resolve",
                actor(Scope.TICKET_RESOLVE),
                Set.of(),
                Takes.json(SMALL),
                api::resolve);
    }

    private void identities(IdentityApi api) {
        var admin = actor(Scope.ADMIN);
        get("/api/keys", READER, Set.of(), JSON, api::keys);
        post("/api/keys", admin, Set.of(), Takes.json(SMALL), api::enrol);
        delete("/api/keys/{fingerprint}", admin, api::revokeKey);
        get("/api/tokens", ADMIN, Set.of(), JSON, api::tokens);
        post("/api/tokens", admin, Set.of(), Takes.json(SMALL), api::issue);
        delete("/api/tokens/{tokenId}", admin, api::revokeToken);
        get("/api/pipeline", READER, Set.of("env"), JSON, api::pipeline);
    }

    private void ledger(LedgerApi api) {
        get("/api/ledger", AUDITOR, Set.of(), JSON, api::head);
        get("/api/ledger/entries", AUDITOR, Set.of("from", "limit"), JSON, api::entries);
        get("/api/ledger/entries/{i}", AUDITOR, Set.of(), JSON, api::entry);
    }

    private void stream(StreamApi api) {
        get(
                "/api/stream",
                READER,
                Set.of("env", "ids", "tags", "since", "tree"),
                List.of("text/event-stream"),
                api::stream);
    }

    private static Access actor(Scope scope) {
        return new Access.Actor(scope);
    }

    private void get(
            String template,
            Access access,
            Set<String> query,
            List<String> produces,
            Handler handler) {
        routes.add(new Route("GET", template, access, query, Takes.NOTHING, produces, handler));
    }

    private void post(
            String template, Access access, Set<String> query, Takes body, Handler handler) {
        routes.add(new Route("POST", template, access, query, body, JSON, handler));
    }

    private void delete(String template, Access access, Handler handler) {
        routes.add(new Route("DELETE", template, access, Set.of(), Takes.NOTHING, JSON, handler));
    }

    /// All of them, in the order in which they are tried.
    List<Route> all() {
        return List.copyOf(routes);
    }

    /// A route and what its path says.
    record Found(Route route, Map<String, String> path) {}

    /// What a path leads to.
    sealed interface Lead {

        record To(Found found) implements Lead {}

        /// The path is there, for these methods.
        record OtherMethods(Set<String> methods) implements Lead {}

        record Nowhere() implements Lead {}
    }

    Lead lead(String method, Target target) {
        var methods = new TreeSet<String>();
        var asked = method.equals("HEAD") ? "GET" : method;
        for (var route : routes) {
            Optional<Map<String, String>> path = route.match(target.path());
            if (path.isEmpty()) {
                continue;
            }
            if (route.method().equals(asked)) {
                return new Lead.To(new Found(route, path.get()));
            }
            methods.add(route.method());
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods.isEmpty() ? new Lead.Nowhere() : new Lead.OtherMethods(methods);
    }
}
