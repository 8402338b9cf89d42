package hms.runs.target;

import hms.core.state.EnvironmentId;
import hms.core.state.Run;
import hms.core.state.State;
import hms.runs.content.Library;
import hms.runs.port.HealthReading;
import hms.runs.port.Probe;
import hms.trust.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks the pages of an environment what a release has to make them say.
public final class SmokeTests {

    /// A test with places is made for so many artifacts of a release, the first ones.
    static final int MOST_ARTIFACTS = 50;

    private static final Duration ONE = Duration.ofSeconds(5);

    private final Library library;
    private final Probe probe;

    public SmokeTests(Library library, Probe probe) {
        this.library = library;
        this.probe = probe;
    }

    /// What is asked of an environment.
    public Probes probes(State state, EnvironmentId environment) {
        return state.configuration()
                .environment(environment)
                .flatMap(e -> e.rules().probes())
                .map(library::bytes)
                .map(Probes::of)
                .orElse(Probes.NONE);
    }

    public boolean hasAny(State state, EnvironmentId environment, boolean afterRollout) {
        return probes(state, environment).smoke().stream()
                .anyMatch(test -> test.afterRollout() == afterRollout);
    }

    /// How one round of tests came out.
    ///
    /// @param asked how many there were
    /// @param complaint what is wrong with the first that failed
    public record Round(int asked, Optional<String> complaint) {}

    /// Makes all tests once.
    public Round round(State state, Run run, EnvironmentId environment, boolean afterRollout) {
        int asked = 0;
        for (var test : probes(state, environment).smoke()) {
            if (test.afterRollout() != afterRollout) {
                continue;
            }
            for (var each : filled(state, run, test)) {
                asked++;
                var complaint = complaint(each);
                if (complaint.isPresent()) {
                    return new Round(asked, complaint);
                }
            }
        }
        return new Round(asked, Optional.empty());
    }

    private Optional<String> complaint(Probes.Smoke test) {
        return switch (probe.get(test.url(), test.status(), test.contains(), ONE)) {
            case HealthReading.Well w -> Optional.empty();
            case HealthReading.Ill i -> Optional.of(test.url() + ": " + i.said());
            case HealthReading.Unknown u -> Optional.of(test.url() + ": " + u.said());
        };
    }

    private List<Probes.Smoke> filled(State state, Run run, Probes.Smoke test) {
        if (!test.url().contains("{") && test.contains().filter(t -> t.contains("{")).isEmpty()) {
            return List.of(test);
        }
        var all = new ArrayList<Probes.Smoke>();
        run.members().stream()
                .limit(MOST_ARTIFACTS)
                .map(key -> state.policies().submitted(key).orElseThrow())
                .forEach(
                        submitted -> {
                            var digest = library.artifact(submitted).digest();
                            var id = submitted.key().policy().text();
                            var version = submitted.key().version().toString();
                            all.add(
                                    new Probes.Smoke(
                                            filled(test.url(), id, version, digest),
                                            test.status(),
                                            test.contains()
                                                    .map(t -> filled(t, id, version, digest)),
                                            test.afterRollout()));
                        });
        return all;
    }

    private static String filled(String text, String id, String version, Digest digest) {
        return text.replace("{policy}", id)
                .replace("{version}", version)
                .replace("{digest}", digest.toString());
    }
}
