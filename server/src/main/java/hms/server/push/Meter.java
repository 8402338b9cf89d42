package hms.server.push;

import hms.core.state.EnvironmentId;

/// What of the push is counted.
public interface Meter {

    /// A subscriber came or went.
    ///
    /// @param by 1 or -1
    void subscribers(EnvironmentId environment, Transport transport, int by);

    /// Bytes were given to a connection.
    void sent(long bytes);

    /// A message was encoded.
    void encoded();

    /// A subscriber that takes nothing was given up.
    void hopeless();
}
