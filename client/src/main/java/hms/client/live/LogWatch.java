package hms.client.live;

import hms.client.wire.Message;
import hms.trust.Checkpoint;
import hms.trust.JdkEd25519;
import hms.trust.Merkle;
import hms.trust.NoteVerifier;
import hms.trust.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches that the log only grows: each checkpoint is signed by the log's key, and the one before
/// it is a prefix of it. For one thread at a time.
public final class LogWatch {
    private @Nullable NoteVerifier key;
    private @Nullable Checkpoint last;

    /// @param key the log's key, if it is known already
    public LogWatch(Optional<NoteVerifier> key) {
        this.key = key.orElse(null);
    }

    /// The key that is held to.
    public Optional<NoteVerifier> key() {
        return Optional.ofNullable(key);
    }

    /// The checkpoint that was verified last.
    public Optional<Checkpoint> last() {
        return Optional.ofNullable(last);
    }

    /// Holds to this key from now on.
    public void pin(NoteVerifier logKey) {
        key = logKey;
    }

    /// Goes on from a checkpoint that was verified earlier.
    ///
    /// @param note a signed note
    /// @return whether the log's key has signed it
    public boolean restore(String note) {
        var logKey = key;
        var kept =
                logKey == null
                        ? Optional.<Checkpoint>empty()
                        : Checkpoint.open(note, logKey, JdkEd25519.verifier()).toOptional();
        last = kept.orElse(null);
        return kept.isPresent();
    }

    /// Verifies the checkpoint of a heartbeat. It is then the last one.
    public Verdict<Checkpoint> take(Message.Heartbeat heartbeat) {
        var logKey = key;
        if (logKey == null) {
            return Verdict.refused(
                    "the log's key is not known, so nothing it signs can be verified");
        }
        var verdict =
                Checkpoint.open(heartbeat.checkpoint(), logKey, JdkEd25519.verifier())
                        .then(checkpoint -> grown(heartbeat, checkpoint));
        verdict.toOptional().ifPresent(checkpoint -> last = checkpoint);
        return verdict;
    }

    private Verdict<Checkpoint> grown(Message.Heartbeat heartbeat, Checkpoint next) {
        if (next.size() != heartbeat.size()) {
            return Verdict.refused(
                    "the checkpoint is of "
                            + next.size()
                            + " entries, and the heartbeat says "
                            + heartbeat.size());
        }
        var before = last;
        if (before == null) {
            return Verdict.accepted(next);
        }
        if (next.size() < before.size()) {
            return Verdict.refused(
                    "the log had " + before.size() + " entries, and now has " + next.size());
        }
        if (next.size() == before.size()) {
            return next.root().equals(before.root())
                    ? Verdict.accepted(next)
                    : Verdict.refused(
                            "the log was forked: there are two roots over its first "
                                    + next.size()
                                    + " entries");
        }
        var proof = heartbeat.consistency();
        if (proof.isEmpty() || proof.get().from() != before.size()) {
            return Verdict.refused(
                    "there is no proof that the log of "
                            + next.size()
                            + " entries goes on from that of "
                            + before.size());
        }
        return Merkle.verifyConsistency(
                        before.size(),
                        before.root(),
                        next.size(),
                        next.root(),
                        proof.get().hashes())
                ? Verdict.accepted(next)
                : Verdict.refused(
                        "the proof that the log of "
                                + next.size()
                                + " entries goes on from that of "
                                + before.size()
                                + " does not hold");
    }
}
