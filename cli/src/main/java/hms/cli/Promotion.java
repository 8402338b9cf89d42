package hms.cli;

import hms.client.ApiRefused;
import hms.client.ApiRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A package on its way to the server: what it holds, the approvals in it, its bytes, and the run
/// that brings it up.
record Promotion(
        Invocation invocation,
        Link link,
        PackageFile file,
        PromotionTargets targets,
        DeployOptions options) {
    private static final Set<String> KNOWN = Set.of("approval-replayed", "approved-by-this-key");

    /// What is live now, by environment and policy; a policy that is not is not in it.
    Map<String, Map<String, String>> live() {
        var all = new HashMap<String, Map<String, String>>();
        targets.names().forEach(environment -> all.put(environment, live(environment)));
        return all;
    }

    private Map<String, String> live(String environment) {
        var versions = new HashMap<String, String>();
        link.send(ApiRequest.get("/api/policies").query("env", environment))
                .json()
                .path("policies")
                .forEach(
                        policy ->
                                RunDocument.text(policy, "version")
                                        .filter(_ -> isInForce(policy))
                                        .ifPresent(
                                                version ->
                                                        versions.put(
                                                                policy.path("id").asString(""),
                                                                version)));
        return versions;
    }

    private static boolean isInForce(JsonNode policy) {
        return policy.path("status").asString("").equals("IN_FORCE");
    }

    /// Queues the run.
    ///
    /// @return its number
    int queue() {
        var approvals = file.approvals(invocation);
        Submission.send(invocation, link, file.policies());
        approvals.forEach(this::approve);
        var handedIn = upload();
        var body = JsonNodeFactory.instance.objectNode();
        options.write(body, targets.last());
        var policies = body.putArray("policies");
        file.names().forEach(policies::add);
        body.put("package", handedIn);
        var request =
                ApiRequest.post("/api/deployments")
                        .json(body)
                        .idempotencyKey(UUID.randomUUID().toString());
        return link.send(request).json().path("run").asInt(0);
    }

    private void approve(ApiRequest approval) {
        try {
            link.send(approval);
        } catch (ApiRefused refused) {
            if (!KNOWN.contains(refused.problem().document().path("code").asString(""))) {
                throw refused;
            }
        }
    }

    /// What the server calls the package from now on.
    private String upload() {
        var answer = link.send(file.upload()).json();
        var kept = answer.path("sha256").asString("");
        if (!hex(kept).equals(file.digest().hex())) {
            throw Failure.refused(
                    "The server has other bytes than %s: it says %s, and they are %s."
                            .formatted(file.shown(), kept, file.digest()),
                    "Nothing was promoted. Look whether something between changes them.");
        }
        return answer.path("package").asString("");
    }

    private static String hex(String digest) {
        return digest.substring(digest.indexOf(':') + 1);
    }

    /// What a rollback script has to do, policy by policy.
    List<RollbackRuns.Task> toTakeBack(
            RunDocument run, String environment, Map<String, Map<String, String>> before) {
        var versions = before.getOrDefault(environment, Map.of());
        return file.policies().stream()
                .map(
                        policy -> {
                            var id = policy.artifact().id().text();
                            return new RollbackRuns.Task(
                                    id,
                                    policy.artifact().version().toString(),
                                    Optional.ofNullable(versions.get(id)),
                                    environment,
                                    run.number(),
                                    run.errorStage().orElse(""));
                        })
                .toList();
    }
}
