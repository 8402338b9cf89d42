package hms.cli;

import hms.client.ApiRefused;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes approvals along that were made without a server.
final class Signatures {
    private static final Set<String> KNOWN = Set.of("approval-replayed", "approved-by-this-key");

    private Signatures() {}

    /// Sends what lies beside the files; what the server knows already is passed over.
    static void send(Invocation invocation, Link link, List<LocalPolicy> policies) {
        for (var policy : policies) {
            var release = LocalPolicy.release(invocation.environment().folder(), List.of(policy));
            for (var approval : SignatureFile.read(policy)) {
                try {
                    link.send(release.approval(approval, Optional.empty()));
                } catch (ApiRefused refused) {
                    var code = refused.problem().document().path("code").asString("");
                    if (!KNOWN.contains(code)) {
                        throw refused;
                    }
                    continue;
                }
                if (!invocation.json()) {
                    invocation.screen().line("✓ Signature added from " + policy.shown() + ".sig");
                }
            }
        }
    }
}
