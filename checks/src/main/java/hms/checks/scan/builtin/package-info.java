/// The rule sets that come along.
@NullMarked
package hms.checks.scan.builtin;

import org.jspecify.annotations.NullMarked;
