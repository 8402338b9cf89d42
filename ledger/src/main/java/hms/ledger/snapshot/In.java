package hms.ledger.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.snapshot.Out.Shared;
import hms.trust.Digest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/// Reads what [Out] wrote.
final class In {
    private final ByteBuffer bytes;
    private final Map<Shared<?>, List<Object>> tables = new HashMap<>();

    In(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    boolean flag() {
        return bytes.get() != 0;
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = bytes.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    int size() {
        return Math.toIntExact(number());
    }

    PVector<Long> growing() {
        int size = size();
        var values = new ArrayList<Long>(size);
        long before = 0;
        for (int i = 0; i < size; i++) {
            before += number();
            values.add(before);
        }
        return TreePVector.from(values);
    }

    String text() {
        var text = new byte[size()];
        bytes.get(text);
        return new String(text, UTF_8);
    }

    Digest digest() {
        return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    Instant instant() {
        long seconds = number();
        return Instant.ofEpochSecond(seconds >>> 1 ^ -(seconds & 1), number());
    }

    @SuppressWarnings("unchecked") // a table holds what its own reader made
    <T> T shared(Shared<T> table) {
        int number = size();
        var known = tables.computeIfAbsent(table, _ -> new ArrayList<>());
        if (number > 0) {
            return (T) known.get(number - 1);
        }
        var value = table.read(this);
        known.add(value);
        return value;
    }

    String word() {
        return shared(Shared.WORDS);
    }

    <E extends Enum<E>> E word(Class<E> type) {
        return Enum.valueOf(type, word());
    }

    <T> Optional<T> optional(Supplier<T> read) {
        return flag() ? Optional.of(read.get()) : Optional.empty();
    }

    OptionalInt optionalInt() {
        return flag() ? OptionalInt.of(size()) : OptionalInt.empty();
    }

    OptionalLong optionalLong() {
        return flag() ? OptionalLong.of(number()) : OptionalLong.empty();
    }

    <T> List<T> list(Supplier<T> read) {
        int size = size();
        var list = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) {
            list.add(read.get());
        }
        return List.copyOf(list);
    }

    <T> PVector<T> vector(Supplier<T> read) {
        return TreePVector.from(list(read));
    }

    <T> PSet<T> set(Supplier<T> read) {
        return HashTreePSet.from(list(read).reversed());
    }

    /// Entered in reverse: where hashes collide, the map shows what was entered last first, and its
    /// order is to be as it was.
    <K, V> PMap<K, V> map(Supplier<K> key, Supplier<V> value) {
        var entries = list(() -> Map.entry(key.get(), value.get()));
        PMap<K, V> map = HashTreePMap.empty();
        for (var entry : entries.reversed()) {
            map = map.plus(entry.getKey(), entry.getValue());
        }
        return map;
    }

    <V> TreePMap<Integer, V> byNumber(Function<V, Integer> number, Supplier<V> read) {
        var sorted = new TreeMap<Integer, V>();
        for (int left = size(); left > 0; left--) {
            var value = read.get();
            sorted.put(number.apply(value), value);
        }
        return TreePMap.fromSortedMap(sorted);
    }
}
