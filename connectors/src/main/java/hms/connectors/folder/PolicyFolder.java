package hms.connectors.folder;

import hms.runs.port.Shipment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A folder with sets of policies: `versions/SEQUENCE-DIGEST/` each, and the symbolic link
/// `current` to the one that holds. All that is not finished has a name that begins with a dot.
///
/// @param reached is told at each step, for tests that die there
record PolicyFolder(Path path, Consumer<String> reached) {

    private static final int KEPT = 3;
    private static final int DIGITS = 12;
    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,18})-[0-9a-f]{12}(\\.\\d{1,9})?");

    private Path versions() {
        return path.resolve("versions");
    }

    private Path link() {
        return path.resolve("current");
    }

    /// The folder of the set that holds; empty if there is none yet.
    Optional<Path> current() throws IOException, CannotWrite {
        if (!Files.exists(link(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isSymbolicLink(link())) {
            throw CannotWrite.ever(
                    link()
                            + " is no symbolic link, so HMS-SVC did not make it; move it away, or choose another folder");
        }
        return Optional.of(path.resolve(Files.readSymbolicLink(link())));
    }

    /// Removes what a process that died has left.
    void tidy() throws IOException {
        Files.createDirectories(versions());
        for (var folder : List.of(path, versions())) {
            try (var inside = Files.list(folder)) {
                for (var left : inside.filter(PolicyFolder::isUnfinished).toList()) {
                    DurableFiles.remove(left);
                }
            }
        }
    }

    private static boolean isUnfinished(Path file) {
        return file.getFileName().toString().startsWith(".new-");
    }

    /// Writes a set where nobody looks yet.
    ///
    /// @return its folder; the one that is there if it is the same set
    Path write(Shipment shipment, WrittenSet set, String digestHex)
            throws IOException, CannotWrite {
        var base = base(shipment, digestHex);
        var folder = versions().resolve(base);
        var current = current();
        for (int again = 1; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); again++) {
            if (set.isIn(folder)) {
                return folder;
            }
            if (current.isEmpty() || !current.get().equals(folder)) {
                discard(folder);
            } else {
                folder = versions().resolve(base + "." + again); // readers are in the damaged one
            }
        }
        var unfinished = versions().resolve(".new-" + base);
        reached.accept("before writing");
        set.write(unfinished);
        reached.accept("written");
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.sync(versions());
        DurableFiles.sync(path);
        reached.accept("named");
        return folder;
    }

    /// Removes a set that was written and does not hold.
    void forget(Shipment shipment, WrittenSet set, String digestHex)
            throws IOException, CannotWrite {
        var folder = versions().resolve(base(shipment, digestHex));
        if (set.isIn(folder) && !current().equals(Optional.of(folder))) {
            discard(folder);
        }
    }

    /// Removes a set so that nobody ever sees a part of it.
    private void discard(Path folder) throws IOException {
        var going = versions().resolve(".new-going-" + folder.getFileName());
        Files.move(folder, going, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.remove(going);
    }

    private static String base(Shipment shipment, String digestHex) {
        return shipment.sequence() + "-" + digestHex.substring(0, DIGITS);
    }

    /// Makes a set hold: from now on, `current` leads there.
    void point(Path folder) throws IOException {
        var unfinished = path.resolve(".new-current");
        DurableFiles.remove(unfinished);
        Files.createSymbolicLink(unfinished, path.relativize(folder));
        reached.accept("linked");
        Files.move(
                unfinished,
                link(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        reached.accept("swapped");
        DurableFiles.sync(path);
    }

    /// Removes sets before the one that holds, but for the last two of them.
    void prune(Path current) throws IOException {
        long holds = sequence(current);
        var before = new ArrayList<Path>();
        try (var inside = Files.list(versions())) {
            inside.filter(one -> VERSION.matcher(one.getFileName().toString()).matches())
                    .filter(one -> !one.equals(current) && sequence(one) <= holds)
                    .sorted(Comparator.comparingLong(PolicyFolder::sequence).reversed())
                    .forEach(before::add);
        }
        for (var old : before.stream().skip(KEPT - 1).toList()) {
            discard(old);
        }
    }

    private static long sequence(Path version) {
        var match = VERSION.matcher(version.getFileName().toString());
        return match.matches() ? Long.parseLong(match.group(1)) : Long.MAX_VALUE;
    }
}
