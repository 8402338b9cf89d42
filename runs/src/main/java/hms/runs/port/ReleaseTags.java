package hms.runs.port;

import java.util.List;

/// Tags releases in the policies' Git repository.
///
/// Idempotent: what is tagged already with the same content is left alone and reported as there, so
/// a stage that died may simply ask again.
public interface ReleaseTags {

    /// Tags all policies of one release: one commit with their files, one annotated tag each.
    ///
    /// @param release at least one tag, no policy twice
    TagReceipt tag(List<ReleaseTag> release);

    /// Tags a release of a single policy.
    default TagReceipt tag(ReleaseTag only) {
        return tag(List.of(only));
    }
}
