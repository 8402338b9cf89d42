package hms.runs.port;

import java.time.Duration;
import java.util.Optional;

/// How one attempt to send a notice ended.
public sealed interface Attempt {

    /// The recipient took it.
    ///
    /// @param status the HTTP status of its answer, 200 to 299
    record Delivered(int status) implements Attempt {}

    /// It did not arrive, or nobody can tell; another attempt makes sense.
    ///
    /// @param reason what happened, without secrets
    /// @param retryAfter how long the recipient asked to be left alone, if it did; at most a day
    record TryAgain(String reason, Optional<Duration> retryAfter) implements Attempt {

        public TryAgain(String reason) {
            this(reason, Optional.empty());
        }
    }

    /// It will never arrive there: the recipient said so, or the address may not be used.
    ///
    /// @param reason what is wrong and what to do about it
    record Refused(String reason) implements Attempt {}
}
