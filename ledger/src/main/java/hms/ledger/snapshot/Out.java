package hms.ledger.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.trust.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// Writes a snapshot's content: numbers of variable length, and what repeats only once. What it
/// writes, [In] reads in the same order.
final class Out {
    private final OutputStream stream;
    private final byte[] buffer = new byte[1 << 16];
    private int used;

    /// Values that were written, by the table that they are in, with their number there.
    private final Map<Shared<?>, Map<Object, Integer>> tables = new HashMap<>();

    Out(OutputStream stream) {
        this.stream = stream;
    }

    void flush() {
        try {
            stream.write(buffer, 0, used);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        used = 0;
    }

    private void put(int b) {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) b;
    }

    void flag(boolean value) {
        put(value ? 1 : 0);
    }

    /// Seven bits a byte, the lowest first; the short ones are those that are not negative.
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    void size(int value) {
        number(value);
    }

    /// Numbers that grow, each as what it is above the one before.
    void growing(Collection<Long> values) {
        size(values.size());
        long before = 0;
        for (long value : values) {
            number(value - before);
            before = value;
        }
    }

    void text(String value) {
        var bytes = value.getBytes(UTF_8);
        size(bytes.length);
        for (var b : bytes) {
            put(b);
        }
    }

    void digest(Digest value) {
        word(value.w0());
        word(value.w1());
        word(value.w2());
        word(value.w3());
    }

    private void word(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            put((int) (value >>> shift));
        }
    }

    void instant(Instant value) {
        long seconds = value.getEpochSecond();
        number(seconds << 1 ^ seconds >> 63);
        number(value.getNano());
    }

    /// A value that repeats: in full the first time, then by its number.
    <T> void shared(Shared<T> table, T value) {
        var known = tables.computeIfAbsent(table, _ -> new HashMap<>());
        var number = known.get(value);
        if (number == null) {
            number(0);
            table.write(this, value);
            known.put(value, known.size() + 1);
        } else {
            number(number);
        }
    }

    void word(String value) {
        shared(Shared.WORDS, value);
    }

    void word(Enum<?> value) {
        word(value.name());
    }

    <T> void optional(Optional<T> value, Consumer<T> write) {
        flag(value.isPresent());
        value.ifPresent(write);
    }

    void optional(OptionalInt value) {
        flag(value.isPresent());
        value.ifPresent(this::size);
    }

    void optional(OptionalLong value) {
        flag(value.isPresent());
        value.ifPresent(this::number);
    }

    <T> void all(Collection<T> values, Consumer<? super T> write) {
        size(values.size());
        values.forEach(write);
    }

    <K, V> void map(Map<K, V> map, Consumer<? super K> key, Consumer<? super V> value) {
        size(map.size());
        map.forEach(
                (k, v) -> {
                    key.accept(k);
                    value.accept(v);
                });
    }

    /// A kind of value that repeats.
    record Shared<T>(String name, BiConsumer<Out, T> writer, Function<In, T> reader) {
        static final Shared<String> WORDS = new Shared<>("words", Out::text, In::text);

        void write(Out out, T value) {
            writer.accept(out, value);
        }

        T read(In in) {
            return reader.apply(in);
        }
    }
}
