/// Packages: the archive of a release, written so that the same content gives the same bytes, and
/// read as if a stranger had made it.
///
/// [Packager] and [PackageReader] are the two ways in. Between them stand [Members], the files of
/// an archive under safe names and within limits, and one class for each [PackageFormat].
@NullMarked
package hms.checks.pack;

import org.jspecify.annotations.NullMarked;
