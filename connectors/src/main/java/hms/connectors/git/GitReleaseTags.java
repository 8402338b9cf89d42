package hms.connectors.git;

import hms.runs.port.ReleaseTag;
import hms.runs.port.ReleaseTags;
import hms.runs.port.TagReceipt;
import hms.runs.port.TagReceipt.TagDeferred;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Release tags in the Git repository of a folder.
///
/// A release becomes one commit on the branch `releases` with the files of its policies
/// (`policies/ID.yaml`, and what an artifact names under `policies/ID/`), and one annotated tag
/// `ID@VERSION` for each. That branch is nobody else's: branches, index and work tree of whoever
/// uses the repository stay as they are, uncommitted changes included. Where the folder is absent
/// or empty, a bare repository is made in it.
public final class GitReleaseTags implements ReleaseTags {

    static {
        PlainConfiguration.install();
    }

    private final Path folder;
    private final Signatory signatory;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /// @param folder of the repository; absent or empty for a new one
    public GitReleaseTags(Path folder) {
        this(folder, new Signatory("HMS-SVC", "hms-svc@localhost"));
    }

    /// @param folder of the repository; absent or empty for a new one
    /// @param signatory who is named as author and tagger
    public GitReleaseTags(Path folder, Signatory signatory) {
        this.folder = folder;
        this.signatory = signatory;
    }

    @Override
    public TagReceipt tag(List<ReleaseTag> release) {
        requireDistinct(release);
        oneAtATime.lock();
        try (var repository = PoliciesRepository.open(folder);
                var turn = Turn.take(repository.getCommonDirectory().toPath());
                var objects = PoliciesRepository.inserter(repository, release.size());
                var tagging = new Tagging(repository, turn, signatory, objects)) {
            return tagging.tag(release);
        } catch (CannotTag e) {
            return e.receipt();
        } catch (IOException e) {
            return new TagDeferred(
                    "The repository in %s could not be read or written: %s; see to it that the folder is whole, writable and has room"
                            .formatted(folder, e.getMessage()));
        } finally {
            oneAtATime.unlock();
        }
    }

    /// Who is named as author and tagger.
    ///
    /// @param name such as `HMS-SVC`
    /// @param email such as `releases@agency.example`; nothing is sent there
    public record Signatory(String name, String email) {}

    private static void requireDistinct(List<ReleaseTag> release) {
        var policies = new HashSet<String>();
        for (var tag : release) {
            if (!policies.add(tag.policy())) {
                throw new IllegalArgumentException(
                        "A release has one version of a policy, not two of " + tag.policy());
            }
        }
        if (release.isEmpty()) {
            throw new IllegalArgumentException("A release has at least one policy");
        }
    }
}
