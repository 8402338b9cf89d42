package hms.cli;

import hms.client.ApiRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Local files as they are sent: with relative paths that are the same on every system, the files
/// that an artifact names below its folder.
final class Parcel {
    private static final String MEDIA_TYPE = "application/vnd.hms.release+json";
    private static final Pattern SOUND =
            Pattern.compile("(?!.*(?:^|/)\\.{0,2}(?:/|$))[!-~&&[^\\\\:]]{1,250}");

    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final ArrayNode artifacts = body.putArray("artifacts");
    private final ArrayNode files = body.putArray("files");
    private final Set<String> sent = new HashSet<>();
    private final Map<String, String> shown = new HashMap<>();

    private Parcel() {}

    static Parcel of(Path folder, List<LocalPolicy> policies) {
        var parcel = new Parcel();
        var number = 0;
        for (var policy : policies) {
            parcel.add(folder, policy, ++number);
        }
        return parcel;
    }

    /// The request that submits it.
    ApiRequest submit(boolean dryRun) {
        var request = ApiRequest.post("/api/policies");
        return (dryRun ? request.query("dryRun", "true") : request)
                .bytes(
                        MEDIA_TYPE,
                        body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// The files as the user knows them, by the paths that were sent.
    Map<String, String> shown() {
        return Map.copyOf(shown);
    }

    private void add(Path folder, LocalPolicy policy, int number) {
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

    /// The path below the working directory, or, for files elsewhere, one that is made up.
    private String sentPath(Path folder, LocalPolicy policy, int number) {
        if (policy.path().startsWith(folder)) {
            var relative = folder.relativize(policy.path()).toString().replace('\\', '/');
            if (SOUND.matcher(relative).matches() && !sent.contains(relative)) {
                return relative;
            }
        }
        var json = policy.shown().toLowerCase(java.util.Locale.ROOT).endsWith(".json");
        return "release-" + number + "/policy." + (json ? "json" : "yaml");
    }
}
