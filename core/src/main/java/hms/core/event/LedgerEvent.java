package hms.core.event;

import hms.trust.Digest;
import java.util.Optional;

/// What concerns the ledger itself, and the requests that were made of it.
public sealed interface LedgerEvent extends Event {

    /// The first entry of every ledger.
    ///
    /// @param origin the log's name as its checkpoints state it (C2SP tlog-checkpoint, first line)
    /// @param logKey the verifier key of the checkpoint signature (C2SP signed-note,
    ///     `name+hash+base64`)
    /// @param rules version of the decision rules that the following entries were decided by
    record LedgerOpened(String origin, String logKey, int rules) implements LedgerEvent {}

    /// A backup was restored, or the store was moved: revisions of the epoch before are not
    /// comparable with this one's.
    ///
    /// @param lostSize size of the tree that the last known checkpoint of the old epoch stated,
    ///     entries beyond which are lost
    /// @param lostRoot its root
    record EpochOpened(long epoch, long lostSize, Digest lostRoot) implements LedgerEvent {}

    /// An act was refused. Refusals of one kind by one actor are gathered, so that they cannot fill
    /// the disk.
    ///
    /// @param code the refusal's stable code, such as `not-approved`
    /// @param what what was asked for, in few words: a command name, a policy's id and version
    /// @param count how many such refusals this entry stands for; at least 1
    record ActRefused(String code, String what, long count) implements LedgerEvent {}

    /// A request with an `Idempotency-Key` was carried out; repeating it within a day gives the
    /// same answer.
    ///
    /// @param key digest of the caller and the key
    /// @param body digest of the request
    /// @param result what the first answer named: a run's number, an id
    record RequestAnswered(Digest key, Digest body, String result) implements LedgerEvent {}

    /// A blob was erased because law asked for it. Its digest stays.
    record BlobErased(Digest blob, Optional<Digest> basis) implements LedgerEvent {}
}
