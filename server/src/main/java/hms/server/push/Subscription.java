package hms.server.push;

import hms.server.token.Bearers;
import java.util.Optional;
import java.util.OptionalLong;

/// What a request for the stream asks for, once it was let in.
///
/// @param since what the subscriber has; empty if it has nothing
/// @param tree size of the last checkpoint that it verified
/// @param bearer whose token it is, asked again with every heartbeat
public record Subscription(
        Selection selection,
        Transport transport,
        Optional<Revision> since,
        OptionalLong tree,
        Bearers.Bearer bearer) {}
