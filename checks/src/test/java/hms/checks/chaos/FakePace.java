package hms.checks.chaos;

import java.time.Duration;

/// A time that passes only when somebody waits for it.
final class FakePace implements Pace {
    private Duration now = Duration.ZERO;

    @Override
    public Duration now() {
        return now;
    }

    @Override
    public void until(Duration at) {
        now = at.compareTo(now) > 0 ? at : now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
