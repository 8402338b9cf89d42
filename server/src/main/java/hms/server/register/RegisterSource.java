package hms.server.register;

import java.time.LocalDate;
import java.util.Optional;

/// What the register asks of the ledger's state. Called on threads that may block; every answer is
/// one consistent state.
public interface RegisterSource {

    /// How many documents a page has.
    int PAGE_SIZE = 20;

    /// The documents that the query finds, newest first, [#PAGE_SIZE] to a page.
    RegisterPage list(RegisterQuery query);

    /// The document, its values as of `on` in the legal zone; empty if there is none under that
    /// number.
    Optional<RegisterDocument> document(DocumentRef ref, LocalDate on);

    /// The exact bytes of the document's artifact, as they were approved.
    Optional<byte[]> artifact(DocumentRef ref);

    /// Which document's rule of that policy was, or will be, in force on a day; empty if none.
    Optional<DocumentRef> inForceOn(String policyId, LocalDate on);

    /// The keyring as OpenSSH's `allowed_signers`, with which anyone can verify the approvals.
    String allowedSigners();
}
