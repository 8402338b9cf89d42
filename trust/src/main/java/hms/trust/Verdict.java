package hms.trust;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The outcome of verifying something: what was found good, or why it was refused.
public sealed interface Verdict<T> {

    /// Verified: `value` is what may be relied on.
    record Accepted<T>(T value) implements Verdict<T> {
        public Accepted {
            requireNonNull(value);
        }

        @Override
        public <R> R fold(
                Function<? super T, ? extends R> accepted, Function<String, ? extends R> refused) {
            return accepted.apply(value);
        }
    }

    /// Refused: `reason` is a sentence for the person who has to put it right.
    record Refused<T>(String reason) implements Verdict<T> {
        public Refused {
            requireNonNull(reason);
        }

        @Override
        public <R> R fold(
                Function<? super T, ? extends R> accepted, Function<String, ? extends R> refused) {
            return refused.apply(reason);
        }
    }

    static <T> Verdict<T> accepted(T value) {
        return new Accepted<>(value);
    }

    static <T> Verdict<T> refused(String reason) {
        return new Refused<>(reason);
    }

    /// Runs a parser, and makes a refusal of its complaint.
    static <T> Verdict<T> ofParsing(Supplier<T> parser) {
        try {
            return accepted(parser.get());
        } catch (MalformedException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    /// Both cases in one expression.
    <R> R fold(Function<? super T, ? extends R> accepted, Function<String, ? extends R> refused);

    /// The next check, if this one was passed.
    default <R> Verdict<R> then(Function<? super T, Verdict<R>> next) {
        return fold(next, Verdict::refused);
    }

    default boolean isAccepted() {
        return fold(value -> true, reason -> false);
    }

    default Optional<T> toOptional() {
        return fold(Optional::of, reason -> Optional.empty());
    }

    default Optional<String> refusal() {
        return fold(value -> Optional.empty(), Optional::of);
    }

    /// The value; an [IllegalStateException] with the reason if there is none.
    default T orElseThrow() {
        return fold(
                value -> value,
                reason -> {
                    throw new IllegalStateException(reason);
                });
    }
}
