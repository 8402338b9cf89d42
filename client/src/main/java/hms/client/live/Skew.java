package hms.client.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/// How far this machine's clock is ahead of the server's. A message takes a while to arrive, how
/// long nobody knows; the smallest difference of the last minute is the least wrong. For one thread
/// at a time.
public final class Skew {
    private static final int WINDOW = 12;
    private static final int ENOUGH = 3;
    private static final long ALARM_MS = 1_000;

    private final Deque<Long> differences = new ArrayDeque<>();

    /// Takes a message's time, on both clocks.
    public void add(Instant here, Instant server) {
        if (differences.size() == WINDOW) {
            differences.removeFirst();
        }
        differences.addLast(Duration.between(server, here).toMillis());
    }

    /// In milliseconds; positive where this clock is ahead. Empty before the first message.
    public OptionalLong millis() {
        return differences.stream().mapToLong(Long::longValue).min();
    }

    /// Whether the clocks are more than a second apart: ahead only after several messages, since
    /// one may have been delayed; behind at once.
    public boolean isAlarming() {
        var least = millis().orElse(0);
        return least < -ALARM_MS || (least > ALARM_MS && differences.size() >= ENOUGH);
    }
}
