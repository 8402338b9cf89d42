/// Where requests become commands: parsed, their signatures checked, their blobs named. Nothing is
/// decided here; read [Intake] first.
@NullMarked
package hms.runs.intake;

import org.jspecify.annotations.NullMarked;
