/// RunDriver, one class a stage, and the ports that stages need.
@NullMarked
package hms.runs;

import org.jspecify.annotations.NullMarked;
