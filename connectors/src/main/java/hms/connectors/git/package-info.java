/// Releases as commits and annotated tags in a Git repository.
///
/// [hms.connectors.git.GitReleaseTags] reads as the story of one request. Objects and refs are
/// written directly: no index, no work tree, no hook and no configuration of a user takes part.
@NullMarked
package hms.connectors.git;

import org.jspecify.annotations.NullMarked;
