package hms.checks.simulate;

import hms.decisions.RuleSet;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Replays scenarios against the live and the new version of a policy's rules.
public final class Simulation {
    /// The share of cases that has to adapt where nobody says otherwise.
    public static final BigDecimal USUAL_THRESHOLD = new BigDecimal("0.95");

    private Simulation() {}

    /// What the readers of scenario files work with.
    ///
    /// @param inputs takes the inputs of the case that is being read
    /// @param replay takes each case
    /// @param problems takes what is wrong with a file
    /// @param rules the names of the new version's rules
    record Setting(InputPair inputs, Replay replay, Problems problems, Set<String> rules) {}

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
        var problems = new Problems();
        var replay = new Replay(candidate, live, on);
        var inputs = new InputPair(candidate, live);
        if (!candidate.names().isEmpty()) {
            read(
                    scenarios(candidate, files, problems),
                    new Setting(inputs, replay, problems, candidate.names()));
        }
        return problems.isEmpty()
                ? new SimulationResult.Replayed(replay.report(threshold))
                : new SimulationResult.Malformed(problems.list());
    }

    private static Map<String, ScenarioFile> scenarios(
            RuleSet candidate, Map<String, byte[]> files, Problems problems) {
        var scenarios = new LinkedHashMap<String, ScenarioFile>();
        for (var name : candidate.artifact().scenarios()) {
            var bytes = files.get(name);
            if (bytes == null) {
                problems.error(
                        "missing-file",
                        name,
                        0,
                        0,
                        "the artifact names this scenario file, but it is not there",
                        "send it along, or take it out of the artifact's scenarios");
            } else {
                scenarios.put(name, new ScenarioFile(name, bytes));
            }
        }
        return scenarios;
    }

    private static void read(Map<String, ScenarioFile> scenarios, Setting setting) {
        var readAlready = new HashSet<String>();
        for (var file : scenarios.values()) {
            if (file.kind() == ScenarioFile.Kind.CASES) {
                readAlready.addAll(new YamlCases(file, scenarios, setting).read());
            }
        }
        for (var file : scenarios.values()) {
            if (!readAlready.contains(file.name())) {
                rows(file, Layout.PLAIN, setting);
            }
        }
    }

    /// Reads a file of rows.
    static void rows(ScenarioFile file, Layout layout, Setting setting) {
        switch (file.kind()) {
            case CSV -> new CsvRows(file.name(), layout, setting).read(file.bytes());
            case JSON_LINES -> new JsonLines(file.name(), layout, setting).read(file.bytes());
            case CASES -> {} // read before
            case UNKNOWN ->
                    setting.problems()
                            .error(
                                    "unknown-scenario-file",
                                    file.name(),
                                    0,
                                    0,
                                    "a scenario file cannot end like this",
                                    "use .yaml for cases, or .csv or .jsonl for rows");
        }
    }
}
