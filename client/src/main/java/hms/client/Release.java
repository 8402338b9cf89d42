package hms.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Manifest;
import hms.artifact.SignedApproval;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Policies from files that go out together, as they are sent: with relative paths that are the
/// same on every system, the files that an artifact names below its folder.
public final class Release {
    private static final String MEDIA_TYPE = "application/vnd.hms.release+json";
    private static final Pattern SOUND =
            Pattern.compile("(?!.*(?:^|/)\\.{0,2}(?:/|$))[!-~&&[^\\\\:]]{1,250}");

    private final List<PolicyFile> policies;
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final ArrayNode artifacts = body.putArray("artifacts");
    private final ArrayNode files = body.putArray("files");
    private final Set<String> sent = new HashSet<>();
    private final Map<String, String> shown = new HashMap<>();

    private Release(List<PolicyFile> policies) {
        this.policies = List.copyOf(policies);
    }

    /// The release of these policies.
    ///
    /// @param folder the working folder, below which paths are sent as they are
    public static Release of(Path folder, List<PolicyFile> policies) {
        var release = new Release(policies);
        var number = 0;
        for (var policy : policies) {
            release.add(folder, policy, ++number);
        }
        return release;
    }

    /// What an approval of it is about.
    public Manifest manifest() {
        return new Manifest(policies.stream().map(PolicyFile::member).toList());
    }

    /// The names of its policies, `id@version`.
    public List<String> names() {
        return policies.stream().map(PolicyFile::name).toList();
    }

    /// The request that submits it.
    public ApiRequest submission(boolean dryRun) {
        var request = ApiRequest.post("/api/policies");
        return on(dryRun ? request.query("dryRun", "true") : request);
    }

    /// A request with it as its body.
    public ApiRequest on(ApiRequest request) {
        return request.bytes(MEDIA_TYPE, body.toString().getBytes(UTF_8));
    }

    /// The request that brings an approval of it.
    ///
    /// @param deploy how to deploy it in the same act; empty to only approve
    public ApiRequest approval(SignedApproval approval, Optional<ObjectNode> deploy) {
        var request = JsonNodeFactory.instance.objectNode();
        request.put("statement", approval.statement());
        request.put("signature", approval.signature());
        var members = request.putArray("members");
        names().forEach(members::add);
        deploy.ifPresent(options -> request.set("deploy", options));
        var path =
                policies.size() == 1
                        ? "/api/policies/"
                                + ApiRequest.segment(policies.get(0).artifact().id().text())
                                + "/approvals"
                        : "/api/approvals";
        return ApiRequest.post(path).json(request);
    }

    /// The files as their user knows them, by the paths that are sent.
    public Map<String, String> shown() {
        return Map.copyOf(shown);
    }

    private void add(Path folder, PolicyFile policy, int number) {
        var path = sentPath(folder, policy, number);
        var parent = path.substring(0, path.lastIndexOf('/') + 1);
        put(artifacts, path, policy.artifact().bytes());
        shown.put(path, policy.shown());
        policy.files()
                .forEach(
                        (name, bytes) -> {
                            if (put(files, parent + name, bytes)) {
                                shown.put(parent + name, beside(policy.shown(), name));
                            }
                        });
    }

    private boolean put(ArrayNode list, String path, byte[] bytes) {
        if (!sent.add(path)) {
            return false;
        }
        list.addObject().put("path", path).put("bytes", bytes);
        return true;
    }

    private static String beside(String shown, String name) {
        var slash = shown.lastIndexOf('/');
        return shown.substring(0, slash + 1) + name;
    }

    /// The path below the working folder, or, for files elsewhere, one that is made up.
    private String sentPath(Path folder, PolicyFile policy, int number) {
        if (policy.path().startsWith(folder)) {
            var relative = folder.relativize(policy.path()).toString().replace('\\', '/');
            if (SOUND.matcher(relative).matches() && !sent.contains(relative)) {
                return relative;
            }
        }
        var json = policy.shown().toLowerCase(Locale.ROOT).endsWith(".json");
        return "release-" + number + "/policy." + (json ? "json" : "yaml");
    }
}
