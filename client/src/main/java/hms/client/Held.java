package hms.client;

import hms.client.live.LiveValues;
import java.util.Optional;

/// One value of one policy, held: the cheapest way to read what changes while a program runs.
/// Always as of now; safe for any number of threads.
public final class Held<T> {
    private final LiveValues live;
    private final int slot;

    Held(LiveValues live, int slot) {
        this.live = live;
        this.slot = slot;
    }

    /// The value now.
    ///
    /// @throws PolicyAbsent if no version is in force
    /// @throws ValueAbsent if it has no such value, or one of another type
    @SuppressWarnings("unchecked") // the slot is filled with values of this type only
    public T get() {
        var value = live.at(slot);
        if (value instanceof Missing missing) {
            throw missing.exception();
        }
        return (T) value;
    }

    /// The value now; empty where there is none.
    @SuppressWarnings("unchecked")
    public Optional<T> find() {
        var value = live.at(slot);
        return value instanceof Missing ? Optional.empty() : Optional.of((T) value);
    }

    @Override
    public String toString() {
        return String.valueOf(live.at(slot));
    }
}
