package hms.checks.pack;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files of an archive: names that are safe and cannot be taken for one another, sizes within
/// [Limits].
///
/// @param byName the files, sorted by name; nobody changes the bytes
record Members(SortedMap<String, byte[]> byName) {
    Members {
        byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }

    byte[] require(String name, String remedy) throws RefusedArchive {
        var bytes = byName.get(name);
        if (bytes == null) {
            throw new RefusedArchive(
                    "missing-member", "the package has no file '" + name + "'", remedy);
        }
        return bytes;
    }

    /// Collects members one by one and refuses the first that does not fit.
    static final class Builder {
        private final SortedMap<String, byte[]> byName = new TreeMap<>();
        private final Map<String, String> byCollisionKey = new HashMap<>();
        private final Set<String> folders = new HashSet<>();
        private long total;

        /// Adds a file. The caller gives the bytes away.
        void add(String name, byte[] bytes) throws RefusedArchive {
            requireName(name);
            requireRoom(name, bytes.length);
            total += bytes.length;
            byName.put(name, bytes);
        }

        /// Refuses a file of this size before its bytes are there.
        void requireRoom(String name, long size) throws RefusedArchive {
            if (size < 0 || size > Limits.MAX_MEMBER_BYTES) {
                throw Limits.tooLarge(
                        "'" + name + "' has more than " + (Limits.MAX_MEMBER_BYTES >> 20) + " MiB");
            }
            if (total + size > Limits.MAX_TOTAL_BYTES) {
                throw Limits.tooLarge(
                        "the files have more than "
                                + (Limits.MAX_TOTAL_BYTES >> 20)
                                + " MiB together");
            }
        }

        private void requireName(String name) throws RefusedArchive {
            var problem = MemberName.problem(name);
            if (problem.isPresent()) {
                throw new RefusedArchive(
                        "unsafe-name",
                        "the file name '" + visible(name) + "' " + problem.get(),
                        "use relative names of ordinary letters, with / between folders");
            }
            var key = MemberName.collisionKey(name);
            var other = byCollisionKey.putIfAbsent(key, name);
            if (other != null) {
                throw collision(
                        other.equals(name)
                                ? "the file '" + name + "' is there twice"
                                : "'"
                                        + other
                                        + "' and '"
                                        + name
                                        + "' are one file on some systems");
            }
            for (var slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
                folders.add(key.substring(0, slash));
                if (byCollisionKey.containsKey(key.substring(0, slash))) {
                    throw collision("'" + name + "' lies in a folder that is also a file");
                }
            }
            if (folders.contains(key)) {
                throw collision("'" + name + "' is a file and also a folder");
            }
            if (byCollisionKey.size() > Limits.MAX_MEMBERS) {
                throw Limits.tooLarge("there are more than " + Limits.MAX_MEMBERS + " files");
            }
        }

        private static RefusedArchive collision(String message) {
            return new RefusedArchive(
                    "colliding-names", message, "give each file a name of its own");
        }

        private static String visible(String name) {
            var shown = new StringBuilder();
            name.codePoints()
                    .limit(80)
                    .forEach(
                            c -> {
                                if (c >= ' ' && c < 0x7F) {
                                    shown.append((char) c);
                                } else {
                                    shown.append("\\u{%X}".formatted(c));
                                }
                            });
            return shown.toString();
        }

        Members build() {
            return new Members(byName);
        }
    }
}
