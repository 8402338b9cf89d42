package hms.client;

import hms.client.live.Anchors;
import hms.trust.Ed25519PublicKey;
import hms.trust.NoteVerifier;
import hms.trust.OpenSshKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a client believes without proof.
public final class Trust {
    private final Anchors anchors;

    private Trust(Anchors anchors) {
        this.anchors = anchors;
    }

    /// The log's key and origin are kept on first contact, in the cache folder, and held to from
    /// then on. Every artifact has to be approved by a signature over exactly its bytes, the files
    /// that it names and the environment, by whomever the server delivers an approval of.
    public static Trust onFirstUse() {
        return new Trust(new Anchors(Optional.empty(), Optional.empty(), 1));
    }

    /// Nothing is taken from the server's word: the log has this key, and only approvals by these
    /// keys count, one of which is required.
    ///
    /// @param logKey the log's verifier key, `hms-svc/…+…+…`, as `GET /api/ledger` gives it
    /// @param approverKeys public keys as OpenSSH writes them, `ssh-ed25519 AAAA…`
    public static Trust pinned(String logKey, String... approverKeys) {
        var approvers =
                Arrays.stream(approverKeys)
                        .map(line -> OpenSshKey.parse(line).publicKey())
                        .collect(Collectors.<Ed25519PublicKey>toSet());
        return new Trust(
                new Anchors(
                        Optional.of(NoteVerifier.parse(logKey)),
                        approvers.isEmpty() ? Optional.empty() : Optional.of(approvers),
                        1));
    }

    /// The same, with approvals by this many different keys required.
    public Trust requiring(int approvers) {
        return new Trust(new Anchors(anchors.logKey(), anchors.approvers(), approvers));
    }

    Anchors anchors() {
        return anchors;
    }
}
