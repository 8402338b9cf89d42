package hms.runs;

import hms.checks.chaos.Pace;
import java.time.Duration;

/// An experiment's time that passes as soon as somebody waits for it.
final class InstantPace implements Pace {
    private Duration now = Duration.ZERO;

    @Override
    public synchronized Duration now() {
        return now;
    }

    @Override
    public synchronized void until(Duration at) {
        if (at.compareTo(now) > 0) {
            now = at;
        }
    }
}
