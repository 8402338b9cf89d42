package hms.server.push;

import hms.server.token.Bearers;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What an [Audience] needs of the rest.
///
/// @param moment the last durable one
/// @param left called when a subscriber is gone
record PushParts(
        Supplier<Moment> moment,
        Bearers bearers,
        InstantSource clock,
        Meter meter,
        PushLimits limits,
        Runnable left) {}
