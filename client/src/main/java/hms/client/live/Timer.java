package hms.client.live;

import java.time.Duration;

/// Lets something be done later.
@FunctionalInterface
public interface Timer {
    /// Does a short task once, after a while.
    Waiting after(Duration delay, Runnable task);

    /// A task that waits for its time.
    @FunctionalInterface
    interface Waiting {
        /// It need no longer be done.
        void cancel();
    }
}
