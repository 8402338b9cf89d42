package hms.runs.step;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.checks.simulate.Simulation;
import hms.checks.simulate.SimulationReport;
import hms.checks.simulate.SimulationResult;
import hms.decisions.Compilation;
import hms.decisions.RuleSet;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Replays one artifact's scenarios: the same for a run's stage and for the preview before an
/// approval.
public final class Replays {

    private Replays() {}

    /// A version of a policy, with what its rules read from others.
    public record Asked(Artifact artifact, Map<String, Artifact> uses) {}

    /// @param live  the version that is in force
    /// @param files what the artifact names, by path
    /// @param at    when the new version would be in force, if it does not say so itself
    public static SimulationResult replay(
            Optional<Asked> live,
            Asked candidate,
            Map<String, byte[]> files,
            BigDecimal threshold,
            Instant at,
            ZoneId zone) {
        var rules = RuleSet.compile(candidate.artifact(), candidate.uses());
        if (rules instanceof Compilation.Refused refused) {
            return new SimulationResult.Malformed(refused.findings());
        }
        return Simulation.run(
                live.flatMap(Replays::compiled),
                ((Compilation.Compiled) rules).rules(),
                files,
                threshold,
                day(candidate.artifact(), at, zone));
    }

    private static LocalDate day(Artifact artifact, Instant at, ZoneId zone) {
        var effective = artifact.effectiveInstant(zone).filter(e -> e.isAfter(at)).orElse(at);
        return effective.atZone(artifact.zone(zone)).toLocalDate();
    }

    /// The live version's rules; none if they cannot be asked any more, so that there is nothing to
    /// compare with.
    private static Optional<RuleSet> compiled(Asked live) {
        return RuleSet.compile(live.artifact(), live.uses()) instanceof Compilation.Compiled c
                ? Optional.of(c.rules())
                : Optional.empty();
    }

    static byte[] json(List<SimulationReport> reports, List<String> names) {
        if (reports.size() == 1) {
            return reports.getFirst().toJson().getBytes(StandardCharsets.UTF_8);
        }
        var text =
                new StringBuilder("{\"summary\":\"")
                        .append(together(reports))
                        .append("\",\"policies\":{");
        for (int i = 0; i < reports.size(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(names.get(i))
                    .append("\":")
                    .append(reports.get(i).toJson());
        }
        return text.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    static String together(List<SimulationReport> reports) {
        long cases = reports.stream().mapToLong(SimulationReport::cases).sum();
        long adapted = reports.stream().mapToLong(SimulationReport::adapted).sum();
        long changed = reports.stream().mapToLong(SimulationReport::changedOutcomes).sum();
        return String.format(
                Locale.ROOT,
                "%,d of %,d cases of %,d policies adapted · %,d outcomes change",
                adapted,
                cases,
                reports.size(),
                changed);
    }

    /// The first finding as one line.
    static String first(List<Finding> findings) {
        return findings.getFirst().text();
    }
}
