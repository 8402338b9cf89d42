package hms.client;

import hms.client.live.LiveValues;
import hms.client.live.View;
import java.util.Map;
import java.util.Optional;

/// A policy became another one for this client.
///
/// @param policy its id
/// @param before its status, version and values until now
/// @param after those from now on
public record PolicyChange(String policy, Side before, Side after) {

    /// One side of a change.
    public record Side(Status status, Optional<String> version, Map<String, Object> values) {
        static Side of(View view) {
            return new Side(
                    Status.of(view),
                    view.artifact().map(artifact -> artifact.version().toString()),
                    view.values());
        }
    }

    static PolicyChange of(LiveValues.Update update) {
        return new PolicyChange(
                update.after().id(), Side.of(update.before()), Side.of(update.after()));
    }
}
