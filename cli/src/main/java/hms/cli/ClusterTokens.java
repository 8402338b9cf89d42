package hms.cli;

import hms.client.ApiRefused;
import hms.client.ApiRequest;
import hms.client.ApiUnreachable;
import java.util.Optional;

/// The tokens that clusters read with.
final class ClusterTokens {
    private ClusterTokens() {}

    /// Takes one back.
    ///
    /// @return why it could not be; empty if it was, or was none
    static Optional<String> revoke(Link link, String id) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        try {
            link.send(ApiRequest.of("DELETE", "/api/tokens/" + ApiRequest.segment(id)));
            return Optional.empty();
        } catch (ApiRefused | ApiUnreachable e) {
            return Optional.of(Spelling.sentence(String.valueOf(e.getMessage())));
        }
    }
}
