package hms.core.event;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.state.EnvironmentId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// What partners were told, and whether they have it.
public sealed interface NoticeEvent extends Event {

    /// @param notice id; the same over all attempts, so that a partner can tell a repetition
    /// @param event  CloudEvents type: `policy.published`, `policy.activated`, `policy.rolledback`
    record NoticeQueued(
            String notice,
            String partner,
            String event,
            OptionalInt run,
            EnvironmentId environment,
            PolicyId policy,
            Version version)
            implements NoticeEvent {}

    /// @param status HTTP status of the answer
    record NoticeDelivered(String notice, int attempt, int status) implements NoticeEvent {}

    /// @param next when it is tried again; absent: it was given up
    record NoticeAttemptFailed(String notice, int attempt, String reason, Optional<Instant> next)
            implements NoticeEvent {}
}
