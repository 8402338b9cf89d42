/// What is due when: derived from the state, never stored.
@NullMarked
package hms.core.agenda;

import org.jspecify.annotations.NullMarked;
