/// Pure: events, commands, state, the Decider, the agenda, pipeline definitions.
@NullMarked
package hms.core;

import org.jspecify.annotations.NullMarked;
