package hms.connectors.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URL;
import java.util.Optional;

/// What an API server's refusal means, and what to do about it.
final class ClusterTrouble {

    private static final String RIGHTS = "deploy/kubernetes/rbac.yaml";

    private ClusterTrouble() {}

    static CannotApply with(URL server, KubernetesClientException failure) {
        int code = failure.getCode();
        if (code <= 0) {
            return CannotApply.now(
                    "the API server %s was not reached: %s".formatted(server, root(failure)));
        }
        var said = said(failure);
        return switch (code) {
            case 401 ->
                    CannotApply.ever(
                            "the API server does not know who we are (%s); renew the kubeconfig or token"
                                    .formatted(said));
            case 403 ->
                    CannotApply.ever(
                            "the API server forbids it (%s); apply %s to its namespace"
                                    .formatted(said, RIGHTS));
            case 408, 409, 429 -> CannotApply.now("the API server answered " + code + ": " + said);
            default ->
                    code >= 400 && code < 500
                            ? CannotApply.ever("the API server answered " + code + ": " + said)
                            : CannotApply.now("the API server answered " + code + ": " + said);
        };
    }

    /// What it said, in one line.
    private static String said(KubernetesClientException failure) {
        var status = Optional.ofNullable(failure.getStatus()).map(s -> s.getMessage());
        var text = status.orElseGet(() -> root(failure));
        var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    /// What is at the bottom of it, which often has no words of its own.
    private static String root(Throwable failure) {
        var root = failure;
        for (var cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        var message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
