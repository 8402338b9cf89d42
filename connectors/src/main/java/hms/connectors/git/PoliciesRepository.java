package hms.connectors.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/// Finds the policies' repository in its folder, or makes one.
final class PoliciesRepository {

    /// Where releases go, in every repository; nobody else commits there.
    static final String BRANCH = Constants.R_HEADS + "releases";

    private static final int FEW = 50;

    private PoliciesRepository() {}

    /// Opens the repository in a folder: bare, or with a work tree. Where the folder is absent or
    /// empty, a bare one is made; it appears whole or not at all.
    static Repository open(Path folder) throws IOException, CannotTag {
        if (isAbsentOrEmpty(folder)) {
            create(folder);
        }
        var builder = new FileRepositoryBuilder().setMustExist(true);
        if (Files.exists(folder.resolve(Constants.DOT_GIT))) {
            builder.setWorkTree(folder.toFile());
        } else if (Files.exists(folder.resolve(Constants.HEAD))
                && Files.isDirectory(folder.resolve("objects"))) {
            builder.setGitDir(folder.toFile());
        } else {
            throw CannotTag.ever(
                    folder
                            + " is no Git repository, and not empty; name another folder, or make it"
                            + " one with `git init`");
        }
        return durable(builder.build());
    }

    /// What writes objects: each into a file of its own, as Git does, or, for a large release, all
    /// into one pack.
    static ObjectInserter inserter(Repository repository, int policies) {
        return policies > FEW && repository.getObjectDatabase() instanceof ObjectDirectory folder
                ? new DurablePack(folder)
                : repository.newObjectInserter();
    }

    /// The place of a checkout that stands on the releases' branch and would fall behind, if any.
    static @Nullable Path checkout(Repository repository) throws IOException {
        if (!repository.isBare() && standsOnReleases(repository.getDirectory().toPath())) {
            return repository.getWorkTree().toPath();
        }
        for (var linked : linkedWorkTrees(repository)) {
            if (standsOnReleases(linked)) {
                return linked;
            }
        }
        return null;
    }

    private static Iterable<Path> linkedWorkTrees(Repository repository) throws IOException {
        var folder = repository.getCommonDirectory().toPath().resolve("worktrees");
        var found = new ArrayList<Path>();
        if (Files.isDirectory(folder)) {
            try (var entries = Files.newDirectoryStream(folder)) {
                entries.forEach(found::add);
            }
        }
        return found;
    }

    private static boolean standsOnReleases(Path gitFolder) throws IOException {
        var head = gitFolder.resolve(Constants.HEAD);
        return Files.isRegularFile(head) && Files.readString(head).strip().equals("ref: " + BRANCH);
    }

    private static Repository durable(Repository repository) {
        var settings = repository.getConfig();
        var core = ConfigConstants.CONFIG_CORE_SECTION;
        settings.setBoolean(core, null, "fsyncObjectFiles", true);
        settings.setBoolean(core, null, "fsyncRefFiles", true);
        return repository;
    }

    private static boolean isAbsentOrEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private static void create(Path folder) throws IOException {
        var target = folder.toAbsolutePath();
        var unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        deleteAll(unfinished);
        Files.createDirectories(unfinished);
        try (var created = init(unfinished)) {
            Files.writeString(
                    created.getRepository().getDirectory().toPath().resolve("description"),
                    "Released policies\n");
        } catch (GitAPIException e) {
            throw new IOException("No repository could be made in " + unfinished, e);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Git init(Path folder) throws GitAPIException {
        return Git.init()
                .setBare(true)
                .setDirectory(folder.toFile())
                .setInitialBranch(Repository.shortenRefName(BRANCH))
                .call();
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
