package hms.core.state;

import hms.core.event.LedgerEvent;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// Requests that carried an `Idempotency-Key`, for a day.
public record Requests(PMap<Digest, Answered> answered, PVector<Digest> oldestFirst) {

    /// How long a key is remembered.
    public static final Duration REMEMBERED = Duration.ofHours(24);

    static final Requests EMPTY = new Requests(HashTreePMap.empty(), TreePVector.empty());

    public record Answered(Digest body, String result, Instant at) {}

    public Optional<Answered> answered(Digest key) {
        return Optional.ofNullable(answered.get(key));
    }

    Requests apply(Instant at, LedgerEvent.RequestAnswered e) {
        var map = answered;
        var order = oldestFirst;
        while (!order.isEmpty() && isForgotten(map.get(order.get(0)), at)) {
            map = map.minus(order.get(0));
            order = order.minus(0);
        }
        return new Requests(
                map.plus(e.key(), new Answered(e.body(), e.result(), at)), order.plus(e.key()));
    }

    private static boolean isForgotten(@Nullable Answered oldest, Instant at) {
        return oldest == null || oldest.at().plus(REMEMBERED).isBefore(at);
    }
}
