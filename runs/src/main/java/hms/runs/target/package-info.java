/// What targets are to have, and bringing it there: [hms.runs.target.TargetDesk] is where releases
/// are delivered and where what was taken back is brought again.
@NullMarked
package hms.runs.target;

import org.jspecify.annotations.NullMarked;
