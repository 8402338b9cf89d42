package hms.server.live;

import hms.core.state.Line;
import hms.core.state.Live;
import hms.core.state.Register;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An encoded answer, and how long it is true.
///
/// @param history what it was made from; another one makes another answer
/// @param register the register that it was made with
/// @param document number of the policy's document there; 0 if there is none
/// @param since from when it is true
/// @param until first instant at which it no longer is; [Instant#MAX] if none is known
/// @param open whether it may be read without a token
/// @param head the JSON up to where the moment and the ledger's size are added; not copied
/// @param tag the entity tag; weak, because of what is added
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LiveAnswer(
        Line line,
        Live.History history,
        Register register,
        int document,
        Instant since,
        Instant until,
        boolean open,
        byte[] head,
        String tag) {

    boolean isTrueAt(Instant now) {
        return !now.isBefore(since) && now.isBefore(until);
    }

    /// By identity: the state keeps what did not change, and comparing contents would walk it.
    @SuppressWarnings("ReferenceEquality")
    boolean isMadeFrom(Live.@Nullable History now) {
        return history == now;
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isMadeWith(Register now) {
        return register == now;
    }
}
