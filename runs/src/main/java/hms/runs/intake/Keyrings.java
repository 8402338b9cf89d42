package hms.runs.intake;

import hms.core.state.Identity;
import hms.trust.Keyring;
import hms.trust.OpenSshKey;
import java.util.Comparator;
import java.util.Set;

/// The ledger's keys as the verifier knows them.
public final class Keyrings {

    private Keyrings() {}

    public static Keyring of(Identity identity) {
        var keyring = Keyring.empty();
        var inOrder =
                identity.keys().values().stream()
                        .sorted(Comparator.comparingLong(Identity.Key::enrolledAt))
                        .toList();
        for (var key : inOrder) {
            var publicKey = OpenSshKey.parse(key.publicKey()).publicKey();
            keyring =
                    keyring.enrol(
                            publicKey, key.owner(), Set.copyOf(key.roles()), key.enrolledAt());
            if (key.revokedAt().isPresent()) {
                keyring = keyring.revoke(publicKey, key.revokedAt().getAsLong());
            }
        }
        return keyring;
    }
}
