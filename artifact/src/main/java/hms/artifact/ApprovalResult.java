package hms.artifact;

import hms.trust.Ed25519PublicKey;
import hms.trust.Keyring;

/// What [ApprovalVerifier] says about an approval.
public sealed interface ApprovalResult {

    /// It counts.
    ///
    /// @param statement what was signed
    /// @param key the key that signed it; one key counts once
    /// @param enrolment whose key it is, with which roles
    record Accepted(ApprovalStatement statement, Ed25519PublicKey key, Keyring.Enrolment enrolment)
            implements ApprovalResult {}

    /// It does not.
    ///
    /// @param reason what kind of refusal, for programs
    /// @param message why, for people
    record Refused(Reason reason, String message) implements ApprovalResult {}

    /// The kinds of refusal.
    enum Reason {
        /// The statement is not an approval statement in its one form.
        STATEMENT,
        /// The signature cannot be read, is for another purpose, or does not fit the statement.
        SIGNATURE,
        /// The key is not on the keyring, or was not yet.
        UNKNOWN_KEY,
        /// The key was revoked.
        REVOKED_KEY,
        /// It is about another policy, version or bytes.
        OTHER_ARTIFACT,
        /// It is for other environments.
        OTHER_ENVIRONMENT,
        /// It is issued in the future.
        NOT_YET_ISSUED,
        /// It has expired.
        EXPIRED
    }
}
