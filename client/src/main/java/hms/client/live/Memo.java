package hms.client.live;

import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Results of costly, pure work, kept for as long as somebody uses them: a thousand clients in one
/// process parse, verify and compile the same bytes once.
final class Memo<K, V> {
    private static final int SMALL = 256;

    private final ConcurrentHashMap<K, WeakReference<V>> known = new ConcurrentHashMap<>();
    private final AtomicInteger sweepAt = new AtomicInteger(SMALL);

    /// The value, worked out if nobody has it. Of those who ask at once, one works and the others
    /// wait.
    V get(K key, Supplier<V> work) {
        var seen = value(known.get(key));
        if (seen != null) {
            return seen;
        }
        var made = new Holder<V>();
        known.compute(
                key,
                (k, reference) -> {
                    var other = value(reference);
                    made.value = other == null ? work.get() : other;
                    return other == null ? new WeakReference<>(made.value) : reference;
                });
        sweep();
        var value = made.value;
        if (value == null) {
            throw new IllegalStateException("the work for " + key + " gave nothing");
        }
        return value;
    }

    private void sweep() {
        var limit = sweepAt.get();
        if (known.size() > limit && sweepAt.compareAndSet(limit, Integer.MAX_VALUE)) {
            known.values().removeIf(reference -> reference.get() == null);
            sweepAt.set(Math.max(SMALL, 2 * known.size()));
        }
    }

    private static <V> @Nullable V value(@Nullable WeakReference<V> reference) {
        return reference == null ? null : reference.get();
    }

    private static final class Holder<V> {
        private @Nullable V value;
    }
}
