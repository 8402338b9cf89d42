package hms.checks.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.Artifact;
import hms.decisions.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The examples that newcomers see, replayed.
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "policies");

    @Test
    void tightening_the_limit_changes_outcomes_and_most_cases_adapt() throws IOException {
        var live = Policies.rules(artifact("pm25-1.5.0.yaml"), Map.of());
        var candidate = Policies.rules(artifact("pm25.yaml"), Map.of());
        var report = Policies.replayed(Optional.of(live), candidate, files(candidate));
        assertThat(report.cases()).isEqualTo(5_857);
        assertThat(report.passed()).isTrue();
        assertThat(report.adapted()).isBetween(5_700L, 5_856L);
        assertThat(report.changedOutcomes()).isPositive();
        assertThat(report.rules().get(0).changes()).containsOnlyKeys("false → true");
    }

    @Test
    void every_household_gets_an_answer_from_the_caps_that_use_the_guidelines() throws IOException {
        var guidelines = artifact("poverty-guidelines.yaml");
        var caps = Policies.rules(artifact("chip-income-cap.yaml"), Map.of("fpl", guidelines));
        var report = Policies.replayed(Optional.empty(), caps, files(caps));
        assertThat(report.summary()).isEqualTo("100.0% of 2,000 cases adapted · 0 outcomes change");
    }

    @Test
    void the_hand_written_cases_of_dated_values_hold() throws IOException {
        for (var name : new String[] {"poverty-guidelines.yaml", "pm25-annual.yaml"}) {
            var rules = Policies.rules(artifact(name), Map.of());
            var report = Policies.replayed(Optional.empty(), rules, files(rules));
            assertThat(report.unadapted()).isEmpty();
            assertThat(report.cases()).isPositive();
        }
    }

    private static Artifact artifact(String name) throws IOException {
        return Policies.parse(Files.readString(EXAMPLES.resolve(name)));
    }

    private static Map<String, byte[]> files(RuleSet rules) throws IOException {
        var files = new HashMap<String, byte[]>();
        for (var name : rules.artifact().scenarios()) {
            files.put(name, Files.readAllBytes(EXAMPLES.resolve(name)));
        }
        return files;
    }
}
