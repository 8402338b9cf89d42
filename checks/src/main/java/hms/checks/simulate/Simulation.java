package hms.checks.simulate;

import hms.checks.cases.CaseFiles;
import hms.checks.cases.Purpose;
import hms.decisions.RuleSet;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// Replays scenarios against the live and the new version of a policy's rules.
public final class Simulation {
    /// The share of cases that has to adapt where nobody says otherwise.
    public static final BigDecimal USUAL_THRESHOLD = new BigDecimal("0.95");

    private Simulation() {}

    /// Replays all cases of an artifact's scenarios. A version without rules, or without
    /// scenarios, has no cases, and passes.
    ///
    /// @param live the rules of the version that is live, if there is one
    /// @param candidate the rules of the new version, whose artifact names the scenarios
    /// @param files the files that the artifact names, by the names as written there
    /// @param threshold the share of cases that has to adapt, from 0 to 1
    /// @param on the date for cases that say none: the day on which the new version would be in
    ///     force
    public static SimulationResult run(
            Optional<RuleSet> live,
            RuleSet candidate,
            Map<String, byte[]> files,
            BigDecimal threshold,
            LocalDate on) {
        var replay = new Replay(candidate, live, on);
        if (candidate.names().isEmpty()) {
            return new SimulationResult.Replayed(replay.report(threshold));
        }
        var problems =
                CaseFiles.read(
                        candidate,
                        live,
                        candidate.artifact().scenarios(),
                        files,
                        Purpose.SCENARIOS,
                        replay::judge);
        return problems.isEmpty()
                ? new SimulationResult.Replayed(replay.report(threshold))
                : new SimulationResult.Malformed(problems);
    }
}
