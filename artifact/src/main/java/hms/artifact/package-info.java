/// The policy artifact: strict parsing, values, versions, dates, lint.
@NullMarked
package hms.artifact;

import org.jspecify.annotations.NullMarked;
