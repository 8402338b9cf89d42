package hms.runs.port;

import java.time.Duration;

/// Lets time pass between one look and the next.
@FunctionalInterface
public interface Pause {

    void rest(Duration time) throws InterruptedException;

    /// As long as it takes.
    static Pause real() {
        return Thread::sleep;
    }
}
