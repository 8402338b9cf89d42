package hms.connectors.kubernetes;

import hms.core.pipeline.file.Times;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What `hms.yaml` says about a cluster.
///
/// @param kubeconfig how to reach it; without one, the cluster that the server itself runs in
/// @param context of the kubeconfig; its current one if absent
/// @param configMap the name of the ConfigMap
/// @param restarts who reads the ConfigMap
/// @param timeout for one delivery, until everything is ready again
record ClusterSettings(
        String namespace,
        Optional<Path> kubeconfig,
        Optional<String> context,
        String configMap,
        List<Restart> restarts,
        Duration timeout) {

    private static final Duration STANDARD_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    private static final Set<String> KEYS =
            Set.of("namespace", "kubeconfig", "context", "configmap", "restart", "timeout");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern SELECTOR =
            Pattern.compile("([a-z0-9.-]{1,253}/)?[A-Za-z0-9._-]{1,63}=[A-Za-z0-9._-]{1,63}");

    /// Which deployments to restart.
    sealed interface Restart {

        /// As it was configured.
        String text();

        record Named(String name) implements Restart {
            @Override
            public String text() {
                return "deployment/" + name;
            }
        }

        /// Those with a label.
        record Labelled(String key, String value) implements Restart {
            @Override
            public String text() {
                return key + "=" + value;
            }
        }
    }

    static ClusterSettings parse(Map<String, String> settings) throws CannotApply {
        for (var key : settings.keySet()) {
            if (!KEYS.contains(key)) {
                throw CannotApply.ever(
                        "%s is no setting of a target of kind kubernetes; it has namespace, kubeconfig, context, configmap, restart and timeout"
                                .formatted(key));
            }
        }
        var namespace = settings.get("namespace");
        if (namespace == null) {
            throw CannotApply.ever(
                    "namespace is missing; write the one of those who read the policies");
        }
        var kubeconfig = kubeconfig(settings);
        if (settings.containsKey("context") && kubeconfig.isEmpty()) {
            throw CannotApply.ever("context stands without a kubeconfig that it could be in");
        }
        return new ClusterSettings(
                named("namespace", namespace, LABEL),
                kubeconfig,
                Optional.ofNullable(settings.get("context")),
                named("configmap", settings.getOrDefault("configmap", "policy"), NAME),
                restarts(settings.getOrDefault("restart", "")),
                timeout(settings));
    }

    private static String named(String key, String text, Pattern form) throws CannotApply {
        if (!form.matcher(text).matches()) {
            throw CannotApply.ever(
                    "%s is a name of small letters, digits and hyphens, not %s"
                            .formatted(key, text));
        }
        return text;
    }

    private static Optional<Path> kubeconfig(Map<String, String> settings) throws CannotApply {
        var text = settings.get("kubeconfig");
        if (text == null) {
            return Optional.empty();
        }
        try {
            var path = Path.of(text);
            if (path.isAbsolute()) {
                return Optional.of(path);
            }
        } catch (InvalidPathException e) {
            throw CannotApply.ever("kubeconfig is no path: " + e.getReason());
        }
        throw CannotApply.ever("kubeconfig is not absolute: " + text + "; write it from / on");
    }

    /// @param text `deployment/NAME` or `LABEL=VALUE`, separated by commas
    static List<Restart> restarts(String text) throws CannotApply {
        var restarts = new ArrayList<Restart>();
        for (var one : text.isBlank() ? new String[0] : text.split(",", -1)) {
            restarts.add(restart(one.strip()));
        }
        return List.copyOf(restarts);
    }

    private static Restart restart(String text) throws CannotApply {
        var name = text.startsWith("deployment/") ? text.substring("deployment/".length()) : "";
        if (NAME.matcher(name).matches()) {
            return new Restart.Named(name);
        }
        if (SELECTOR.matcher(text).matches()) {
            int equals = text.indexOf('=');
            return new Restart.Labelled(text.substring(0, equals), text.substring(equals + 1));
        }
        throw CannotApply.ever(
                "restart is a list such as deployment/benefits-api, app=benefits; \"%s\" is neither a deployment nor a label"
                        .formatted(text));
    }

    private static Duration timeout(Map<String, String> settings) throws CannotApply {
        var text = settings.get("timeout");
        if (text == null) {
            return STANDARD_TIMEOUT;
        }
        var time = Times.parse(text).filter(Duration::isPositive);
        if (time.isEmpty() || time.get().compareTo(LONGEST_TIMEOUT) > 0) {
            throw CannotApply.ever("timeout is a time such as 2m, up to 1h, not " + text);
        }
        return time.get();
    }
}
