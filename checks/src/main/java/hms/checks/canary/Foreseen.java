package hms.checks.canary;

import hms.checks.simulate.RuleCounts;
import hms.checks.simulate.SimulationReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What the simulation said of one policy's new version before it went out.
///
/// @param rules names of the new version's rules
/// @param simulated what each rule did in the simulation; empty where nothing was simulated
/// @param compared whether there was a live version to compare with, so that no change means that
///     none is to be expected
public record Foreseen(Set<String> rules, Map<String, Rule> simulated, boolean compared) {

    public Foreseen {
        rules = Set.copyOf(rules);
        simulated = Collections.unmodifiableMap(new LinkedHashMap<>(simulated));
    }

    /// @param asked how often it was asked
    /// @param trues how often it said `true`
    /// @param kinds how often which kind of change occurred, see
    ///     [hms.checks.simulate.ChangeKind]
    public record Rule(long asked, long trues, Map<String, Long> kinds) {
        public Rule {
            kinds = Map.copyOf(kinds);
        }
    }

    /// Nothing was simulated.
    public static Foreseen nothing(Set<String> rules) {
        return new Foreseen(rules, Map.of(), false);
    }

    public static Foreseen of(Set<String> rules, SimulationReport report) {
        var simulated = new LinkedHashMap<String, Rule>();
        for (RuleCounts counts : report.rules()) {
            simulated.put(
                    counts.rule(),
                    new Rule(
                            counts.asked(),
                            counts.outcomes().getOrDefault("true", 0L),
                            counts.kinds()));
        }
        return new Foreseen(rules, simulated, report.compared());
    }

    /// Reads a report's JSON.
    public static Foreseen of(Set<String> rules, JsonNode report) {
        var simulated = new LinkedHashMap<String, Rule>();
        for (var rule : report.path("rules")) {
            var kinds = new LinkedHashMap<String, Long>();
            rule.path("kinds")
                    .properties()
                    .forEach(kind -> kinds.put(kind.getKey(), kind.getValue().asLong()));
            simulated.put(
                    rule.path("rule").asString(),
                    new Rule(
                            rule.path("asked").asLong(),
                            rule.path("outcomes").path("true").asLong(0),
                            kinds));
        }
        return new Foreseen(rules, simulated, report.path("compared").asBoolean());
    }

    /// What is known of a rule; empty if it was never asked.
    Optional<Rule> rule(String name) {
        return Optional.ofNullable(simulated.get(name)).filter(rule -> rule.asked() > 0);
    }
}
