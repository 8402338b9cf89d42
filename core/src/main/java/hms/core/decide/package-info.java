/// The Decider: which events follow from a command in a state, or why none do.
@NullMarked
package hms.core.decide;

import org.jspecify.annotations.NullMarked;
