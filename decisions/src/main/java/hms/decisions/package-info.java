/// Inputs and CEL rules, compiled once, evaluated often.
@NullMarked
package hms.decisions;

import org.jspecify.annotations.NullMarked;
