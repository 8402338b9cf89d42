/// Replays recorded scenarios against the live and the new version of a policy's rules.
///
/// [Simulation] is the way in. [Replay] asks both versions each case ([hms.checks.cases]), counting
/// for the [SimulationReport].
@NullMarked
package hms.checks.simulate;

import org.jspecify.annotations.NullMarked;
