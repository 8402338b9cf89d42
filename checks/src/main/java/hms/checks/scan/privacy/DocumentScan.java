package hms.checks.scan.privacy;

import hms.artifact.Document;
import hms.artifact.Document.Element;
import hms.artifact.Document.Entries;
import hms.artifact.Document.Items;
import hms.artifact.Document.Scalar;
import hms.artifact.ReservedKey;
import hms.checks.scan.NameWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A YAML or JSON document: its lines by their form, comments included; its texts once more as they
/// read, since escapes and folds may hide something; its keys by their names. A document that does
/// not parse is looked at line by line.
final class DocumentScan {
    /// What an artifact says to everybody.
    private static final Set<String> PROSE = Set.of("title", "agency", "summary", "content");

    /// Words of values that are how to reach the agency.
    private static final List<String> CONTACT =
            List.of("contact", "hotline", "helpline", "help", "support", "office", "service");

    private static final int LONGEST_PATH = 120;

    private final Whereabouts where;
    private final byte[] bytes;
    private final String fileName;
    private final Lines lines;
    private final List<Spot> spots = new ArrayList<>();
    private final Set<String> asWritten = new HashSet<>();
    private final NamedValues named = new NamedValues();

    /// A scalar of the document.
    ///
    /// @param root the key of the root that it is under
    private record Spot(int line, int column, String path, String root, String text) {}

    DocumentScan(Whereabouts where, byte[] bytes, String fileName) {
        this.where = where;
        this.bytes = bytes;
        this.fileName = fileName;
        this.lines = new Lines(bytes);
    }

    void run() {
        if (Document.read(bytes, fileName) instanceof Document.Tree tree) {
            collect(tree.root(), "$", "", "");
        }
        named.tell(where);
        lines.sightings(this::seen);
        spots.forEach(this::reread);
    }

    private void collect(Element element, String path, String root, String key) {
        switch (element) {
            case Entries entries ->
                    entries.entries()
                            .forEach(
                                    (name, each) ->
                                            collect(
                                                    each,
                                                    cut(path + "." + name),
                                                    root.isEmpty() ? name : root,
                                                    name));
            case Items items -> {
                for (int i = 0; i < items.items().size(); i++) {
                    collect(items.items().get(i), cut(path + "[" + i + "]"), root, key);
                }
            }
            case Scalar scalar -> {
                spots.add(new Spot(scalar.line(), scalar.column(), path, root, scalar.text()));
                if (isValue(root)) {
                    named.take(key, scalar.text(), scalar.line(), scalar.column());
                }
            }
        }
    }

    private static String cut(String path) {
        return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
    }

    /// Whether what stands under this key of the root is what the artifact holds, not how it is
    /// made up: `inputs` may well be called `birth_date`.
    private boolean isValue(String root) {
        return !where.isArtifact() || ReservedKey.of(root).isEmpty();
    }

    private void seen(Lines.Seen seen) {
        asWritten.add(seen.text());
        var spot = spot(seen.line(), seen.column());
        if (named.isAt(seen.kind(), seen.line())) {
            return;
        }
        where.found(
                seen,
                spot == null ? "$" : spot.path(),
                !seen.inComment() && spot != null && isPublic(spot));
    }

    private boolean isPublic(Spot spot) {
        return where.isArtifact()
                && (PROSE.contains(spot.root())
                        || (ReservedKey.of(spot.root()).isEmpty()
                                && NameWords.of(spot.root()).hasAny(CONTACT)));
    }

    /// The scalar that begins there, or last before.
    private @Nullable Spot spot(int line, int column) {
        int low = 0;
        int high = spots.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            var spot = spots.get(middle);
            boolean before = spot.line() < line || (spot.line() == line && spot.column() <= column);
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : spots.get(low - 1);
    }

    private void reread(Spot spot) {
        for (var sighting : Sightings.in(spot.text())) {
            var text = spot.text().substring(sighting.from(), sighting.to());
            if (asWritten.add(text)) {
                where.found(
                        new Lines.Seen(sighting.kind(), spot.line(), spot.column(), text, false),
                        spot.path(),
                        isPublic(spot));
            }
        }
    }
}
