package hms.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.pipeline.StageKind;
import hms.core.state.RunStatus;
import hms.core.state.StageOutcome;
import hms.runs.config.HmsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The process dies at every named point of a run, once each; the next process goes on, and it ends
/// as if
/// nothing had happened.
final class CrashEverywhereTest {

    @TempDir Path folder;

    /// The stages of a promotion through three environments.
    static Stream<String> points() {
        return HmsConfig.parse("hms.yaml", Promotion.CONFIG.getBytes(UTF_8))
                .pipeline()
                .stages()
                .stream()
                .filter(stage -> stage.uses() != StageKind.CANARY) // nobody observes one
                .filter(stage -> stage.uses() != StageKind.GATE) // nobody is asked
                .filter(stage -> !stage.id().equals("production/chaos"))
                .flatMap(
                        stage ->
                                Stream.of("before", "begun", "worked", "finished")
                                        .map(place -> stage.id() + ":" + place));
    }

    @ParameterizedTest
    @MethodSource("points")
    void a_run_that_dies_anywhere_ends_as_if_nothing_had_happened(String point) {
        var outside = new Outside();
        var clock = new Press.Clock();
        int run;
        try (var first =
                new Press(folder, outside, clock, CrashPoints.NONE).opened(Promotion.CONFIG)) {
            first.deployed(Press.limit("1.5.0", "35"));
            run = first.queued(Press.limit("2.0.0", "25"));
        }
        var died = new ArrayList<String>();
        try (var second =
                new Press(
                        folder,
                        outside,
                        clock,
                        (number, reached) -> {
                            if (reached.equals(point)) {
                                died.add(reached);
                                throw new Press.Died(reached);
                            }
                        })) {
            second.driver.advance(run);
        } catch (Press.Died e) {
            assertThat(died).containsExactly(point);
        }
        assertThat(died).hasSize(1);
        try (var third = new Press(folder, outside, clock, CrashPoints.NONE)) {
            third.driver.advance(run);
            assertEndedWell(third, run);
        }
    }

    private static void assertEndedWell(Press press, int run) {
        var closed = press.writer.state().runs().closed(run).orElseThrow();
        assertThat(closed.status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(press.inForce()).contains("2.0.0");
        var events = press.entries().stream().map(e -> e.event()).toList();
        assertThat(count(events, LiveEvent.RulePublished.class)).isEqualTo(2);
        assertThat(count(events, LiveEvent.VersionRolledOut.class)).isEqualTo(6);
        assertThat(count(events, LiveEvent.VersionActivated.class)).isEqualTo(2);
        assertThat(count(events, RunEvent.PackageBuilt.class)).isEqualTo(2);
        assertThat(press.outside.tagged).containsExactly("pm25@1.5.0", "pm25@2.0.0");
        assertThat(press.outside.noticed).doesNotHaveDuplicates();
        assertThat(press.outside.modules.byName.values())
                .hasSize(4)
                .allSatisfy(
                        module ->
                                assertThat(module.effects)
                                        .containsExactly("pm25@1.5.0", "pm25@2.0.0"));
        assertThat(
                        events.stream()
                                .filter(RunEvent.StageFinished.class::isInstance)
                                .map(RunEvent.StageFinished.class::cast)
                                .filter(s -> s.run() == run))
                .hasSize(21)
                .allSatisfy(
                        s ->
                                assertThat(s.outcome())
                                        .isEqualTo(
                                                s.stage().equals("production/canary")
                                                        ? StageOutcome.SKIPPED
                                                        : StageOutcome.PASSED));
    }

    private static long count(List<?> events, Class<?> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
