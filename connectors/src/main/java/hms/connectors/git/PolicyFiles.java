package hms.connectors.git;

import hms.runs.port.ReleaseTag;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.jspecify.annotations.Nullable;

/// The layout of a tree of released policies: `policies/ID.yaml` (or `.json`) is the artifact,
/// `policies/ID/…` is what it names. A release replaces all files of its policies, and nothing
/// else.
final class PolicyFiles {

    private static final String FOLDER = "policies";

    private PolicyFiles() {}

    /// The files of each policy in a tree, by path.
    static Map<String, Map<String, ObjectId>> in(ObjectReader objects, RevTree tree)
            throws IOException {
        var files = new HashMap<String, Map<String, ObjectId>>();
        try (var walk = new TreeWalk(objects)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            walk.setFilter(PathFilter.create(FOLDER));
            while (walk.next()) {
                files.computeIfAbsent(policyOf(walk.getPathString()), policy -> new TreeMap<>())
                        .put(walk.getPathString(), walk.getObjectId(0));
            }
        }
        return files;
    }

    /// The files that a tag asks for, by path.
    static Map<String, ObjectId> of(ObjectInserter objects, ReleaseTag tag) {
        var files = new TreeMap<String, ObjectId>();
        for (var file : tag.files()) {
            files.put(file.path(), objects.idFor(Constants.OBJ_BLOB, file.bytes()));
        }
        return files;
    }

    /// Writes the tree that follows on another with a release.
    static ObjectId write(
            ObjectReader reader,
            ObjectInserter inserter,
            @Nullable RevTree before,
            Collection<ReleaseTag> release)
            throws IOException {
        var index = DirCache.newInCore();
        var builder = index.builder();
        if (before != null) {
            keepOthers(reader, builder, before, release);
        }
        for (var tag : release) {
            for (var file : tag.files()) {
                var entry = new DirCacheEntry(file.path());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.bytes()));
                builder.add(entry);
            }
        }
        builder.finish();
        return index.writeTree(inserter);
    }

    /// Refuses paths that some file system would take for something else, `.git` above all.
    static void requireHarmlessPaths(Collection<ReleaseTag> release) throws CannotTag {
        var checker = new ObjectChecker().setSafeForWindows(true).setSafeForMacOS(true);
        for (var tag : release) {
            for (var file : tag.files()) {
                try {
                    checker.checkPath(file.path());
                } catch (CorruptObjectException e) {
                    throw CannotTag.ever(
                            "%s cannot be tagged: Git has no safe place for its file %s (%s); rename it"
                                    .formatted(tag.name(), file.path(), e.getMessage()));
                }
            }
        }
    }

    private static void keepOthers(
            ObjectReader reader,
            DirCacheBuilder builder,
            RevTree before,
            Collection<ReleaseTag> release)
            throws IOException {
        var replaced = release.stream().map(ReleaseTag::policy).collect(Collectors.toSet());
        try (var walk = new TreeWalk(reader)) {
            walk.addTree(before);
            walk.setRecursive(true);
            while (walk.next()) {
                var path = walk.getPathString();
                if (!path.equals(FOLDER) && !replaced.contains(policyOf(path))) {
                    var entry = new DirCacheEntry(path);
                    entry.setFileMode(walk.getFileMode(0));
                    entry.setObjectId(walk.getObjectId(0));
                    builder.add(entry);
                }
            }
        }
    }

    /// The policy that a path belongs to: `policies/ID.EXT` or `policies/ID/…`; empty for others.
    private static String policyOf(String path) {
        if (!path.startsWith(FOLDER + "/")) {
            return "";
        }
        var name = path.substring(FOLDER.length() + 1);
        var slash = name.indexOf('/');
        var first = slash < 0 ? name : name.substring(0, slash);
        var dot = first.indexOf('.');
        return slash < 0 && dot >= 0 ? first.substring(0, dot) : first;
    }
}
