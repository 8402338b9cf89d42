package hms.audit;

import hms.ledger.Ledger;
import hms.trust.Digest;
import hms.trust.MalformedException;
import hms.trust.Tile;
import hms.trust.TilePath;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Which files an export has, and how large each can be.
///
/// | file | what |
/// |---|---|
/// | `checkpoint` | the signed checkpoint (C2SP tlog-checkpoint) |
/// | `log.vkey` | the verifier key of the log |
/// | `README.md` | how to verify it with other programs |
/// | `tile/…`, `tile/entries/…` | the tree and the entries (C2SP tlog-tiles) |
/// | `blobs/<hex>` | salt and content of a blob; the file's SHA-256 is its name |
/// | `approvals/<id>/` | `statement.json`, `statement.json.sig`, `allowed_signers` |
final class ExportLayout {
    static final String CHECKPOINT = "checkpoint";
    static final String KEY = "log.vkey";
    static final String README = "README.md";
    static final String TILES = "tile/";
    static final String BLOBS = "blobs/";
    static final String APPROVALS = "approvals/";
    static final String STATEMENT = "/statement.json";
    static final String SIGNATURE = "/statement.json.sig";
    static final String SIGNERS = "/allowed_signers";

    private static final int SMALL = 1 << 20;
    private static final int LARGEST_BLOB = 1 << 26;
    private static final Pattern APPROVAL =
            Pattern.compile(
                    "approvals/[0-9a-z]{1,64}(/statement\\.json|/statement\\.json\\.sig|/allowed_signers)");

    private ExportLayout() {}

    /// The most bytes that the file of this name can have; empty if an export has no such file.
    static OptionalInt mostBytes(String name) {
        if (name.equals(CHECKPOINT) || name.equals(KEY) || name.equals(README)) {
            return OptionalInt.of(SMALL);
        }
        var tile = tile(name);
        if (tile.isPresent()) {
            var width = tile.get().width();
            return OptionalInt.of(
                    width * (tile.get().isEntries() ? 2 + Ledger.MAX_ENTRY_BYTES : Digest.LENGTH));
        }
        if (blob(name).isPresent()) {
            return OptionalInt.of(LARGEST_BLOB);
        }
        return APPROVAL.matcher(name).matches() ? OptionalInt.of(SMALL) : OptionalInt.empty();
    }

    /// The tile or bundle that this file is, if it is one.
    static Optional<TilePath> tile(String name) {
        try {
            return name.startsWith(TILES) ? Optional.of(TilePath.parse(name)) : Optional.empty();
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    /// The blob that this file is, if it is one.
    static Optional<Digest> blob(String name) {
        try {
            return name.startsWith(BLOBS)
                    ? Optional.of(Digest.ofHex(name.substring(BLOBS.length())))
                    : Optional.empty();
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    static String blob(Digest name) {
        return BLOBS + name.hex();
    }

    /// The bundle that holds entry `index` in a log of `size` entries.
    static TilePath bundle(long index, long size) {
        var n = index / Tile.FULL;
        return new TilePath(TilePath.ENTRIES, n, TilePath.widthIn(size, 0, n));
    }
}
