/// Watches canaries: gathers what subscribers reported and what the simulation foresaw, has it
/// judged, and says so in one document, which is shown while it lasts and kept as evidence.
@NullMarked
package hms.runs.canary;

import org.jspecify.annotations.NullMarked;
