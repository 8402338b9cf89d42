package hms.runs;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.PolicyId;
import hms.core.command.Command;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.core.state.RunStatus;
import hms.ledger.write.Prepared;
import hms.runs.Drafts.Draft;
import hms.runs.Drafts.Hidden;
import hms.runs.Drafts.Mistake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hundred new versions that do harm, and forty that do not, go through real canaries: rules
/// compiled and asked by subscribers that report, watched by the real step, on a clock that runs as
/// fast as it can.
final class HarmTest {

    private static final long SEED = 20_260_101;
    private static final int BAD = 200;
    private static final int GOOD = 40;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @TempDir Path folder;

    /// A version, and what goes wrong with the programs that get it.
    private record Trial(Draft draft, Bots.Fault fault, Duration after, boolean shadow) {
        String what() {
            return draft.id()
                    + ": "
                    + draft.what()
                    + ", "
                    + fault
                    + " after "
                    + after
                    + (shadow ? ", in the shadow" : "");
        }
    }

    @Test
    void none_of_two_hundred_bad_versions_passes_its_canary() {
        var drafts = new Drafts(SEED);
        var trials = new ArrayList<Trial>();
        var faults =
                List.of(
                        Bots.Fault.CRASHES,
                        Bots.Fault.FALLS_SILENT,
                        Bots.Fault.STOPS_ASKING,
                        Bots.Fault.SLOW,
                        Bots.Fault.COMPLAINS,
                        Bots.Fault.CANNOT_LOAD);
        for (int i = 0; i < BAD; i++) {
            var id = "bad-" + i;
            if (i % 4 == 3) {
                var fault = faults.get(i / 4 % faults.size());
                trials.add(new Trial(drafts.good(id), fault, Duration.ofSeconds(i % 60), false));
            } else {
                var mistake = Mistake.values()[i % Mistake.values().length];
                var hidden = Hidden.values()[i / 7 % Hidden.values().length];
                trials.add(
                        new Trial(
                                drafts.bad(id, mistake, hidden),
                                Bots.Fault.NONE,
                                Duration.ZERO,
                                i % 5 == 0));
            }
        }
        var passed = new ArrayList<String>();
        var reasons = new HashMap<String, Integer>();
        run(
                trials,
                (trial, outcome) -> {
                    if (outcome.passed()) {
                        passed.add(trial.what() + ": " + outcome.said());
                    }
                    reasons.merge(outcome.verdict(), 1, Integer::sum);
                });
        assertThat(passed).as("seed %d", SEED).isEmpty();
        assertThat(reasons.getOrDefault("failed", 0)).isGreaterThan(BAD * 9 / 10);
    }

    @Test
    void all_of_forty_good_versions_pass_their_canary() {
        var drafts = new Drafts(SEED + 1);
        var trials = new ArrayList<Trial>();
        for (int i = 0; i < GOOD; i++) {
            trials.add(
                    new Trial(
                            drafts.good("good-" + i), Bots.Fault.NONE, Duration.ZERO, i % 4 == 0));
        }
        var stopped = new ArrayList<String>();
        run(
                trials,
                (trial, outcome) -> {
                    if (!outcome.passed()) {
                        stopped.add(trial.what() + ": " + outcome.said());
                    }
                });
        assertThat(stopped).as("seed %d", SEED + 1).isEmpty();
    }

    private record Outcome(boolean passed, String verdict, String said) {}

    private interface Judged {
        void judged(Trial trial, Outcome outcome);
    }

    private void run(List<Trial> trials, Judged judged) {
        var clock = new Press.Clock();
        try (var press =
                new Press(folder, new Outside(), clock, CrashPoints.NONE)
                        .opened(
                                """
                                pipeline:
                                  name: default
                                  stages:
                                    - { id: simulate, uses: simulate }
                                    - { id: shadow, uses: canary, mode: shadow, scope: 20%, bake: 90s }
                                    - { id: canary, uses: canary, scope: 20%, bake: 90s }
                                    - { id: rollout, uses: rollout }
                                """)) {
            press.driver.advance(before(press, trials));
            press.writer
                    .submit(Prepared.of(new Command.NoteSubscriber(EnvironmentId.PRODUCTION)))
                    .join();
            for (var trial : trials) {
                judged.judged(trial, one(press, trial));
                clock.now = clock.now.plus(Duration.ofMinutes(15));
            }
        }
    }

    /// The version that is in force before, of all of them.
    private static int before(Press press, List<Trial> trials) {
        var artifacts = trials.stream().map(t -> t.draft().before()).toList();
        return press.queued(artifacts, Map.of(), RunOptions.DEFAULT);
    }

    private static Outcome one(Press press, Trial trial) {
        var id = PolicyId.of(trial.draft().id());
        var bots =
                new Bots(
                                press,
                                id,
                                trial.draft().world(),
                                trial.fault(),
                                trial.after(),
                                trial.draft().id().hashCode())
                        .with(40, Map.of("region", "NCR"));
        bots.second();
        var artifact =
                trial.shadow()
                        ? (new String(trial.draft().after(), StandardCharsets.UTF_8)
                                        + "effective: 2030-01-01T00:00:00Z\n")
                                .getBytes(StandardCharsets.UTF_8)
                        : trial.draft().after();
        int run =
                press.queued(
                        List.of(artifact),
                        Map.of(trial.draft().id() + ".csv", trial.draft().cases()),
                        RunOptions.DEFAULT);
        press.driver.advance(run);
        bots.until(run, LONGEST);
        bots.leave();
        var closed = press.writer.state().runs().closed(run);
        boolean passed =
                closed.map(c -> c.status() == RunStatus.SUCCESS)
                        .orElseGet(
                                () ->
                                        press.writer.state().runs().open(run).orElseThrow().status()
                                                == RunStatus.SCHEDULED);
        var said = closed.flatMap(c -> c.error()).orElse("");
        return new Outcome(
                passed,
                said.contains("inconclusive") ? "inconclusive" : passed ? "passed" : "failed",
                said);
    }
}
