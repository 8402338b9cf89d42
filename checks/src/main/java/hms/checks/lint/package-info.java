/// Everything that can be said about an artifact before it goes anywhere, in one report:
/// [LintReport].
@NullMarked
package hms.checks.lint;

import org.jspecify.annotations.NullMarked;
