package hms.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.crypto.BouncyCastleEd25519;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Merkle;
import hms.trust.NoteSigner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// Entries and the things that go with them, for tests.
public final class Entries {
    /// Signs the checkpoints of every test's ledger.
    public static final NoteSigner LOG =
            new NoteSigner(
                    "test.example/log",
                    BouncyCastleEd25519.signer(Ed25519PrivateKey.ofSeed(new byte[32])));

    private Entries() {}

    /// An entry unlike every other, of a length that varies.
    public static byte[] entry(long index) {
        return ("{\"type\":\"test\",\"n\":"
                        + index
                        + ",\"pad\":\""
                        + "x".repeat((int) (index * 31 % 300))
                        + "\"}")
                .getBytes(UTF_8);
    }

    public static List<byte[]> range(long from, long to) {
        return LongStream.range(from, to).mapToObj(Entries::entry).toList();
    }

    /// Commits the entries from the ledger's size up to `to`.
    public static Head fill(Ledger ledger, long to) {
        var size = ledger.head().size();
        return ledger.commit(new Batch(size, range(size, to), List.of()));
    }

    /// The root over the first entries, computed without tiles or frontier.
    public static Digest root(long size) {
        var leaves = new ArrayList<Digest>();
        range(0, size).forEach(entry -> leaves.add(Merkle.leafHash(entry)));
        return Merkle.root(leaves);
    }
}
