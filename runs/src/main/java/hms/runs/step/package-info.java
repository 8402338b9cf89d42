/// One class a built-in stage.
@NullMarked
package hms.runs.step;

import org.jspecify.annotations.NullMarked;
