package hms.artifact;

import hms.trust.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Into which of 10,000 equal parts a reader falls, for one run: always the same one, and another
/// one in the next run, so that it is not always the same readers who go first.
public final class Bucket {
    /// How many there are.
    public static final int COUNT = 10_000;

    private static final BigInteger DIVISOR = BigInteger.valueOf(COUNT);

    private Bucket() {}

    /// The SHA-256 of the UTF-8 bytes of `RUN:KEY`, such as `184:bot-17`, read as one unsigned
    /// number, most significant byte first, modulo [#COUNT].
    ///
    /// @param run the run's number
    /// @param key the reader's key, see [Context]
    /// @return 0 to 9,999
    public static int of(int run, String key) {
        var digest = Digest.sha256((run + ":" + key).getBytes(StandardCharsets.UTF_8));
        return new BigInteger(1, digest.bytes()).mod(DIVISOR).intValue();
    }
}
