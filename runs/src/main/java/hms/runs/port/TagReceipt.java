package hms.runs.port;

import java.util.List;

/// What became of a request to tag a release.
public sealed interface TagReceipt {

    /// The release is in the repository, durably.
    ///
    /// @param commit the hexadecimal id of the commit that holds the release (of its first tag, if
    ///     earlier releases had tagged some of it)
    /// @param tags the names, in the order of the request
    /// @param alreadyThere whether all of it had been tagged before, so that nothing was written
    record Tagged(String commit, List<String> tags, boolean alreadyThere) implements TagReceipt {

        public Tagged {
            tags = List.copyOf(tags);
        }
    }

    /// Not now: another process holds the repository, or a disk would not take it. The same request
    /// may succeed later, and completes what this one may have begun.
    ///
    /// @param reason what is in the way, and what to do if it stays
    record TagDeferred(String reason) implements TagReceipt {}

    /// Never, unless a person changes something: the name is taken by other content, or the folder
    /// is no repository.
    ///
    /// @param reason what is wrong, where, and what to do
    record TagRefused(String reason) implements TagReceipt {}
}
