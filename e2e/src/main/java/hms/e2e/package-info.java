/// The real program, as a user runs it; module rules.
@NullMarked
package hms.e2e;

import org.jspecify.annotations.NullMarked;
