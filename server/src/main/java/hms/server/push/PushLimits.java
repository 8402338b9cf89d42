package hms.server.push;

import java.time.Duration;

/// How much, how often, and for how long.
///
/// @param subscribers most at once
/// @param patience a subscriber that takes nothing for so long, while something waits, is given up
/// @param beat between two heartbeats of a subscriber
/// @param renewal least time for which an event loop keeps to one edition, so that its subscribers
///     stay together and share what is encoded
/// @param chunkBytes about the most in one message, where it is of more than one policy
/// @param cachedBytes most that is kept of the messages of an edition
public record PushLimits(
        int subscribers,
        Duration patience,
        Duration beat,
        Duration renewal,
        int chunkBytes,
        long cachedBytes) {

    public static final PushLimits USUAL =
            new PushLimits(
                    16_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(25),
                    64 << 10,
                    32L << 20);
}
