/// Replays recorded scenarios against the live and the new version of a policy's rules.
///
/// [Simulation] is the way in. Cases come from scenario files ([ScenarioFile]): [YamlCases]
/// written by hand, [CsvRows] and [JsonLines] in bulk. Each becomes a [Case], which [Replay] asks
/// both versions, counting for the [SimulationReport].
@NullMarked
package hms.checks.simulate;

import org.jspecify.annotations.NullMarked;
