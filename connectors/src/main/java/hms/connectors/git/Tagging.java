package hms.connectors.git;

import hms.connectors.git.GitReleaseTags.Signatory;
import hms.runs.port.ReleaseTag;
import hms.runs.port.TagReceipt;
import hms.runs.port.TagReceipt.Tagged;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.jspecify.annotations.Nullable;

/// One request to tag, from what is there to what it should be.
///
/// The order makes it safe to die anywhere: objects, then the branch, then the tags. What a dead
/// process committed and did not tag is found again on the branch by its `Release-Tag` lines.
final class Tagging implements AutoCloseable {

    /// How far back a commit that lacks its tag is looked for. Only the last request before a
    /// process died can have left one, and it is asked again as soon as the process is back.
    private static final int COMMITS_LOOKED_AT = 1000;

    private static final int RACES = 3;

    private final Repository repository;
    private final Turn turn;
    private final Signatory signatory;
    private final ObjectInserter objects;
    private final RevWalk commits;
    private final Map<ObjectId, Map<String, Map<String, ObjectId>>> filesOfCommits =
            new HashMap<>();

    Tagging(Repository repository, Turn turn, Signatory signatory, ObjectInserter objects) {
        this.repository = repository;
        this.turn = turn;
        this.signatory = signatory;
        this.objects = objects;
        this.commits = new RevWalk(repository);
    }

    TagReceipt tag(List<ReleaseTag> release) throws IOException, CannotTag {
        requireNames(release);
        PolicyFiles.requireHarmlessPaths(release);

        var commitOf = tagged(release);
        var missing = without(release, tag -> commitOf.containsKey(tag.name()));
        if (!missing.isEmpty()) {
            requireNoCheckout();
            turn.changing(refs(missing));
            commitOf.putAll(committedButNotTagged(missing));
            commit(without(missing, tag -> commitOf.containsKey(tag.name())), commitOf);
            createTags(missing, commitOf);
        }
        var names = release.stream().map(ReleaseTag::name).toList();
        var first = commitOf.get(names.get(0));
        if (first == null) {
            throw new IllegalStateException("No commit was made for " + names.get(0));
        }
        return new Tagged(first.name(), names, missing.isEmpty());
    }

    @Override
    public void close() {
        commits.close();
    }

    /// The commits of those tags that exist; all of them have to hold what was asked for.
    private Map<String, ObjectId> tagged(List<ReleaseTag> release) throws IOException, CannotTag {
        var found = new LinkedHashMap<String, ObjectId>();
        for (var tag : release) {
            var ref = repository.exactRef(refOf(tag));
            if (ref != null && ref.getObjectId() != null) {
                var commit = commitBehind(tag, ref.getObjectId());
                if (!holds(commit, tag)) {
                    throw CannotTag.ever(
                            "The tag %s exists in %s and holds other files than the release (commit %s); release a new version, or remove the tag if it was made by mistake"
                                    .formatted(
                                            tag.name(), repository.getDirectory(), commit.name()));
                }
                found.put(tag.name(), commit.copy());
            }
        }
        return found;
    }

    private RevCommit commitBehind(ReleaseTag tag, ObjectId target) throws IOException, CannotTag {
        try {
            return commits.parseCommit(target);
        } catch (IncorrectObjectTypeException e) {
            throw CannotTag.ever(
                    "The tag %s exists in %s and is none of a commit; remove it, or release a new version"
                            .formatted(tag.name(), repository.getDirectory()));
        } catch (MissingObjectException e) {
            throw CannotTag.ever(
                    "The tag %s exists in %s, but what it points to is missing; repair the repository (`git fsck`)"
                            .formatted(tag.name(), repository.getDirectory()));
        }
    }

    private Map<String, ObjectId> committedButNotTagged(List<ReleaseTag> missing)
            throws IOException {
        var wanted = new HashMap<String, ReleaseTag>();
        missing.forEach(tag -> wanted.put(tag.name(), tag));
        var found = new HashMap<String, ObjectId>();
        var next = head();
        for (var looked = 0; next != null && looked < COMMITS_LOOKED_AT; looked++) {
            var commit = commits.parseCommit(next);
            for (var name : ReleaseText.tagsIn(commit)) {
                var tag = wanted.get(name);
                if (tag != null && !found.containsKey(name) && holds(commit, tag)) {
                    found.put(name, commit.copy());
                }
            }
            next = commit.getParentCount() == 0 ? null : commit.getParent(0).copy();
        }
        return found;
    }

    private void commit(List<ReleaseTag> release, Map<String, ObjectId> commitOf)
            throws IOException, CannotTag {
        if (release.isEmpty()) {
            return;
        }
        for (var race = 0; race < RACES; race++) {
            var parent = head();
            var commit = insertCommit(release, parent);
            var update = repository.updateRef(PoliciesRepository.BRANCH);
            update.setExpectedOldObjectId(parent == null ? ObjectId.zeroId() : parent);
            if (moved(update, commit)) {
                release.forEach(tag -> commitOf.put(tag.name(), commit));
                return;
            }
        }
        throw CannotTag.now(
                "Someone else commits to the branch releases in %s all the time; try again"
                        .formatted(repository.getDirectory()));
    }

    private ObjectId insertCommit(List<ReleaseTag> release, @Nullable ObjectId parent)
            throws IOException {
        var before = parent == null ? null : commits.parseCommit(parent).getTree();
        var commit = new CommitBuilder();
        commit.setTreeId(PolicyFiles.write(commits.getObjectReader(), objects, before, release));
        if (parent != null) {
            commit.setParentId(parent);
        }
        commit.setAuthor(identity(release.get(0)));
        commit.setCommitter(identity(release.get(0)));
        commit.setMessage(ReleaseText.ofCommit(release));
        var id = objects.insert(commit);
        objects.flush();
        return id;
    }

    private void createTags(List<ReleaseTag> missing, Map<String, ObjectId> commitOf)
            throws IOException, CannotTag {
        var refs = repository.getRefDatabase().newBatchUpdate();
        refs.setRefLogIdent(new PersonIdent(signatory.name(), signatory.email()));
        refs.setRefLogMessage("release", false);
        for (var tag : missing) {
            var id = insertTag(tag, commitOf.get(tag.name()));
            refs.addCommand(new ReceiveCommand(ObjectId.zeroId(), id, refOf(tag)));
        }
        objects.flush();
        refs.execute(commits, NullProgressMonitor.INSTANCE);
        for (var command : refs.getCommands()) {
            requireMade(command);
        }
    }

    private ObjectId insertTag(ReleaseTag tag, @Nullable ObjectId commit) throws IOException {
        var builder = new TagBuilder();
        builder.setTag(tag.name());
        builder.setObjectId(commit, Constants.OBJ_COMMIT);
        builder.setTagger(identity(tag));
        builder.setMessage(ReleaseText.ofTag(tag));
        return objects.insert(builder);
    }

    private void requireMade(ReceiveCommand command) throws IOException, CannotTag {
        var result = command.getResult();
        if (result == ReceiveCommand.Result.OK) {
            return;
        }
        requireFree(command.getRefName());
        if (result == ReceiveCommand.Result.LOCK_FAILURE) {
            throw CannotTag.now(
                    "The tag %s has just been made by someone else in %s; ask again"
                            .formatted(command.getRefName(), repository.getDirectory()));
        }
        throw new IOException(command.getRefName() + " could not be written: " + result);
    }

    /// Moves a ref from what was expected to a new object.
    ///
    /// @return false where it is not any more what was expected
    private boolean moved(RefUpdate update, ObjectId to) throws IOException, CannotTag {
        update.setNewObjectId(to);
        update.setRefLogIdent(new PersonIdent(signatory.name(), signatory.email()));
        update.setRefLogMessage("release", false);
        return switch (update.update(commits)) {
            case NEW, FAST_FORWARD, NO_CHANGE -> true;
            case LOCK_FAILURE -> {
                requireFree(update.getName());
                yield false;
            }
            case REJECTED,
                    FORCED,
                    RENAMED,
                    NOT_ATTEMPTED,
                    IO_FAILURE,
                    REJECTED_CURRENT_BRANCH,
                    REJECTED_MISSING_OBJECT,
                    REJECTED_OTHER_REASON ->
                    throw new IOException(
                            update.getName() + " could not be written: " + update.getResult());
        };
    }

    private void requireFree(String ref) throws IOException, CannotTag {
        var inTheWay = repository.getRefDatabase().getConflictingNames(ref);
        if (!inTheWay.isEmpty()) {
            throw CannotTag.ever(
                    "Git can have no ref %s beside %s in %s; rename that one"
                            .formatted(
                                    ref, String.join(", ", inTheWay), repository.getDirectory()));
        }
        for (var locked : List.of(ref, Constants.PACKED_REFS)) {
            var lock = repository.getCommonDirectory().toPath().resolve(locked + ".lock");
            if (Files.exists(lock)) {
                throw CannotTag.now(
                        "Another Git process is changing %s; if none is running, one has died there: delete %s"
                                .formatted(locked, lock));
            }
        }
    }

    private void requireNames(List<ReleaseTag> release) throws CannotTag {
        for (var tag : release) {
            if (!Repository.isValidRefName(refOf(tag))) {
                throw CannotTag.ever(
                        "Git allows no tag named %s; release another version (one that does not end in .lock)"
                                .formatted(tag.name()));
            }
        }
    }

    private void requireNoCheckout() throws IOException, CannotTag {
        var checkout = PoliciesRepository.checkout(repository);
        if (checkout != null) {
            throw CannotTag.now(
                    "The branch releases is checked out in %s, and would change under whoever works there; check out another branch (`git switch --detach` will do)"
                            .formatted(checkout));
        }
    }

    private boolean holds(RevCommit commit, ReleaseTag tag) throws IOException {
        var id = commit.copy();
        var files = filesOfCommits.get(id);
        if (files == null) {
            files = PolicyFiles.in(commits.getObjectReader(), commit.getTree());
            filesOfCommits.put(id, files);
        }
        return PolicyFiles.of(objects, tag).equals(files.get(tag.policy()));
    }

    private @Nullable ObjectId head() throws IOException {
        var ref = repository.exactRef(PoliciesRepository.BRANCH);
        return ref == null ? null : ref.getObjectId();
    }

    private PersonIdent identity(ReleaseTag tag) {
        return new PersonIdent(signatory.name(), signatory.email(), tag.at(), ZoneOffset.UTC);
    }

    private static List<String> refs(List<ReleaseTag> missing) {
        var refs = new ArrayList<String>();
        refs.add(PoliciesRepository.BRANCH);
        refs.add(Constants.PACKED_REFS);
        missing.forEach(tag -> refs.add(refOf(tag)));
        return refs;
    }

    private static String refOf(ReleaseTag tag) {
        return Constants.R_TAGS + tag.name();
    }

    private static List<ReleaseTag> without(List<ReleaseTag> all, Predicate<ReleaseTag> excluded) {
        return all.stream().filter(excluded.negate()).toList();
    }
}
