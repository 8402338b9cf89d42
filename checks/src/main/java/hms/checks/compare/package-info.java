/// What changes from one version of a policy to the next.
@NullMarked
package hms.checks.compare;

import org.jspecify.annotations.NullMarked;
