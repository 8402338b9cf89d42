package hms.cli;

import hms.client.ApiRefused;
import hms.client.ApiRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Brings local files to the server, and what the server has to say about them.
final class Submission {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private Submission() {}

    /// Submits what nobody has submitted yet. Whoever may not submit can still act on files that
    /// are there, byte for byte.
    ///
    /// @return the server's report; empty if the caller may not submit, and the files are there
    static Optional<JsonNode> send(Invocation invocation, Link link, List<LocalPolicy> policies) {
        var release = LocalPolicy.release(invocation.environment().folder(), policies);
        invocation.files(release.shown());
        try {
            return Optional.of(link.send(release.submission(false)).json());
        } catch (ApiRefused refused) {
            if (refused.problem().status() == FORBIDDEN) {
                requireThere(link, policies, refused);
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static void requireThere(Link link, List<LocalPolicy> policies, ApiRefused refused) {
        for (var policy : policies) {
            if (!isThere(link, policy)) {
                throw refused;
            }
        }
    }

    private static boolean isThere(Link link, LocalPolicy policy) {
        var artifact = policy.artifact();
        try {
            var known =
                    link.send(
                                    ApiRequest.get(
                                            Paths.version(
                                                    artifact.id().text(),
                                                    artifact.version().toString())))
                            .json();
            return known.path("digest").asString("").equals(artifact.digest().toString());
        } catch (ApiRefused e) {
            if (e.problem().status() == NOT_FOUND || e.problem().status() == FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }
}
