package hms.runs.intake;

import java.security.SecureRandom;
import java.util.function.Supplier;

/// Opaque ids for principals and tokens.
public final class Ids {

    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 16;

    private final Supplier<byte[]> random;

    private Ids(Supplier<byte[]> random) {
        this.random = random;
    }

    public static Ids random(SecureRandom source) {
        return new Ids(
                () -> {
                    var bytes = new byte[LENGTH];
                    source.nextBytes(bytes);
                    return bytes;
                });
    }

    /// @param bytes at least 16 for each id
    public static Ids from(Supplier<byte[]> bytes) {
        return new Ids(bytes);
    }

    /// @param kind one letter that says what it is the id of
    String next(String kind) {
        var bytes = random.get();
        var text = new StringBuilder(kind).append('-');
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(bytes[i] & 31));
        }
        return text.toString();
    }
}
