package hms.server.http;

import hms.core.state.TargetId;
import java.util.Optional;

/// What clusters were given, for those who fetch it by a link and can send no token: the link's key
/// is what lets them in.
public interface HandedOut {

    /// Nothing is handed out.
    HandedOut NOTHING = (_, _, _, _) -> Optional.empty();

    /// What there is to fetch.
    enum Kind {
        /// What `kubectl apply -f` takes.
        MANIFEST,
        /// Everything that the target was to have.
        SET
    }

    /// As JSON; empty if the key is not that of the address, or there is nothing.
    ///
    /// @param sequence of the shipment that brought it
    Optional<byte[]> find(TargetId target, Kind kind, long sequence, String key);
}
