package hms.cli;

import hms.client.Answer;
import hms.client.ApiRequest;
import hms.client.EventStream;
import java.net.URI;

/// The server that a command talks to, however it was found.
interface Link extends AutoCloseable {

    /// Where it is.
    URI server();

    /// Sends a request and waits for its answer.
    ///
    /// @throws hms.client.ApiRefused the server says no
    /// @throws hms.client.ApiUnreachable no answer comes
    Answer send(ApiRequest request);

    /// Follows server-sent events, across broken connections.
    EventStream events(String path);

    /// Follows what happens in a run.
    EventStream runEvents(long run);

    /// Finds the server again after it has gone.
    ///
    /// @return whether there is one that can be asked again
    boolean again();

    /// Whether runs go on when this command has ended.
    boolean goesOn();

    @Override
    void close();
}
