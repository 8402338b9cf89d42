package hms.trust;

import java.util.ArrayList;

/// The address of a tile or an entry bundle (C2SP tlog-tiles): `tile/0/x001/067`,
/// `tile/1/000.p/17`, `tile/entries/x001/067.p/40`.
///
/// @param level the tile level, 0 to 63, or [#ENTRIES] for a bundle of entries
/// @param index the position within the level
/// @param width how many hashes or entries it has, 1 to 256; 256 is a full one
public record TilePath(int level, long index, int width) {
    /// The "level" of bundles of entries.
    public static final int ENTRIES = -1;

    private static final int HIGHEST_LEVEL = 63;
    private static final String PREFIX = "tile/";
    private static final String PARTIAL = ".p/";

    public TilePath {
        if (level < ENTRIES || level > HIGHEST_LEVEL) {
            throw new MalformedException("a tile's level is 0 to 63, or \"entries\"; not " + level);
        }
        if (index < 0) {
            throw new MalformedException("a tile's index cannot be negative: " + index);
        }
        if (width < 1 || width > Tile.FULL) {
            throw new MalformedException("a tile's width is 1 to 256, not " + width);
        }
    }

    /// A full tile of hashes.
    public static TilePath tile(int level, long index) {
        return new TilePath(level, index, Tile.FULL);
    }

    /// A full bundle of entries.
    public static TilePath entries(long index) {
        return new TilePath(ENTRIES, index, Tile.FULL);
    }

    /// The number of hashes that tile `index` of this level has in a tree of `size` leaves: 0 to
    /// 256.
    public static int widthIn(long size, int level, long index) {
        var shift = Math.max(level, 0) * Tile.HEIGHT;
        var hashes = shift >= Long.SIZE ? 0 : size >>> shift;
        if (index > hashes >>> Tile.HEIGHT) {
            return 0;
        }
        return (int) Math.min(Tile.FULL, hashes - (index << Tile.HEIGHT));
    }

    /// Reads a path in its one canonical form.
    public static TilePath parse(String path) {
        if (!path.startsWith(PREFIX)) {
            throw malformed(path, "it begins with \"tile/\"");
        }
        var levelEnd = path.indexOf('/', PREFIX.length());
        if (levelEnd < 0) {
            throw malformed(path, "a level and an index follow \"tile/\"");
        }
        var level = parseLevel(path.substring(PREFIX.length(), levelEnd));
        var partial = path.indexOf(PARTIAL, levelEnd);
        var index =
                parseIndex(
                        path, path.substring(levelEnd + 1, partial < 0 ? path.length() : partial));
        var width =
                partial < 0
                        ? Tile.FULL
                        : parseWidth(path, path.substring(partial + PARTIAL.length()));
        var parsed = new TilePath(level, index, width);
        if (!parsed.toString().equals(path)) {
            throw malformed(path, "its canonical form is " + parsed);
        }
        return parsed;
    }

    /// Whether this is a bundle of entries, not a tile of hashes.
    public boolean isEntries() {
        return level == ENTRIES;
    }

    public boolean isPartial() {
        return width < Tile.FULL;
    }

    @Override
    public String toString() {
        var groups = new ArrayList<String>();
        groups.add(threeDigits(index));
        for (var rest = index / 1000; rest > 0; rest /= 1000) {
            groups.add(0, "x" + threeDigits(rest));
        }
        return PREFIX
                + (isEntries() ? "entries" : level)
                + "/"
                + String.join("/", groups)
                + (isPartial() ? PARTIAL + width : "");
    }

    private static String threeDigits(long number) {
        return Long.toString(1000 + number % 1000).substring(1);
    }

    private static int parseLevel(String text) {
        if (text.equals("entries")) {
            return ENTRIES;
        }
        return (int) Math.min(HIGHEST_LEVEL + 1, StrictText.decimal(text, "a tile's level"));
    }

    private static long parseIndex(String path, String text) {
        var index = new StringBuilder();
        var groups = text.split("/", -1);
        for (var i = 0; i < groups.length; i++) {
            var marked = i < groups.length - 1;
            var group = groups[i];
            if (marked != group.startsWith("x")) {
                throw malformed(path, "every part of the index but the last begins with \"x\"");
            }
            var digits = marked ? group.substring(1) : group;
            if (digits.length() != 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw malformed(path, "every part of the index has three digits");
            }
            index.append(digits);
        }
        var significant = index.toString().replaceFirst("^0+(?=.)", "");
        return StrictText.decimal(significant, "a tile's index");
    }

    private static int parseWidth(String path, String text) {
        var width = StrictText.decimal(text, "a partial tile's width");
        if (width < 1 || width >= Tile.FULL) {
            throw malformed(path, "a partial tile's width is 1 to 255");
        }
        return (int) width;
    }

    private static MalformedException malformed(String path, String rule) {
        return new MalformedException("not a tile's path: " + Excerpt.of(path) + "; " + rule);
    }
}
