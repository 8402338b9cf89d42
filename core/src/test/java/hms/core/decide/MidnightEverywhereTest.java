package hms.core.decide;

import static hms.core.decide.Story.deploy;
import static hms.core.decide.Story.key;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.LegalTime;
import hms.artifact.PolicyId;
import hms.artifact.Schedule;
import hms.core.agenda.Agenda;
import hms.core.command.Command;
import hms.core.event.LiveEvent;
import hms.core.event.Recorded;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.core.state.RunStatus;
import hms.core.state.StageOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A release in every zone of the time zone database and every year from 2019 through 2030, to go
/// live at a midnight at which clocks are changed, where there is one; by what is decided and what
/// the agenda says, on a clock that stands still until something is due.
final class MidnightEverywhereTest {

    private static final long SEED = 20_190_101;
    private static final PolicyId POLICY = PolicyId.of("epa-pm25-limit");
    private static final Line LINE = new Line(EnvironmentId.PRODUCTION, POLICY);
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private final Random random = new Random(SEED);

    @Test
    void every_schedule_fires_once_and_at_the_right_instant() {
        var faults = EnumSet.noneOf(LegalTime.Fault.class);
        for (var id : ZoneId.getAvailableZoneIds().stream().sorted().toList()) {
            var zone = ZoneId.of(id);
            var story = Story.opened(Instant.parse("2018-12-01T00:00:00Z"), zone);
            story.tick = Duration.ZERO;
            for (int year = 2019; year <= 2030; year++) {
                var day = midnight(zone, year);
                faults.add(LegalTime.fault(day.atStartOfDay(), zone));
                goesLive(story, zone, day, key(POLICY + "@" + (year - 2018) + ".0.0"));
            }
            assertThat(activations(story)).as(id).hasSize(12);
        }

        assertThat(faults).containsExactlyInAnyOrder(LegalTime.Fault.values());
    }

    /// The nastiest midnight of the year: one that is skipped, or shown twice; that of a day on
    /// which clocks are changed; any.
    private LocalDate midnight(ZoneId zone, int year) {
        var days =
                transitions(zone.getRules(), year)
                        .flatMap(
                                local ->
                                        Stream.of(
                                                local.toLocalDate(),
                                                local.toLocalDate().plusDays(1)))
                        .filter(day -> day.getYear() == year && day.getDayOfYear() > 1)
                        .toList();
        return days.stream()
                .filter(d -> LegalTime.fault(d.atStartOfDay(), zone) != LegalTime.Fault.NONE)
                .findFirst()
                .or(() -> days.stream().findFirst())
                .orElseGet(() -> LocalDate.ofYearDay(year, 2 + random.nextInt(364)));
    }

    private static Stream<LocalDateTime> transitions(ZoneRules rules, int year) {
        var begin = LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        return Stream.iterate(
                        rules.nextTransition(begin),
                        next -> next != null && next.getDateTimeBefore().getYear() == year,
                        next -> rules.nextTransition(next.getInstant()))
                .flatMap(next -> Stream.of(next.getDateTimeBefore(), next.getDateTimeAfter()));
    }

    private static void goesLive(Story story, ZoneId zone, LocalDate day, ArtifactKey key) {
        var name = key + " on " + day + " in " + zone + ", seed " + SEED;
        story.now = day.minusDays(1).atTime(3, 30).atZone(zone).toInstant();
        var at = Schedule.parse(day + "T00:00").orElseThrow().instant(zone, story.now);
        assertThat(Schedule.parse("00:00").orElseThrow().instant(zone, story.now))
                .as(name)
                .isEqualTo(at);
        assertThat(LegalTime.dayOf(at, zone)).as(name).isEqualTo(day);
        assertThat(LegalTime.dayOf(at.minusNanos(1), zone)).as(name).isEqualTo(day.minusDays(1));
        var before = inForce(story, story.now);
        var activations = activations(story).size();

        story.approved(Story.Draft.of(key.toString()));
        story.does(
                deploy(
                        RunOptions.of(Optional.of(at), RunOptions.Pending.UNSAID, false, false),
                        key));
        int run = story.state.runs().last();
        goAsFarAsItGoes(story);

        assertThat(story.state.runs().open(run).map(Run::phase))
                .as(name)
                .contains(new Run.Phase.Scheduled(at));
        assertThat(Agenda.due(story.state))
                .as(name)
                .containsExactly(new Agenda.Due(at, new Agenda.Task.Advance(run)));
        assertThat(inForce(story, at.minus(MICROSECOND))).as(name).isEqualTo(before);
        assertThat(inForce(story, at)).as(name).contains(key.version().toString());

        story.now = at.minus(MICROSECOND);
        var stage = story.state.runs().open(run).orElseThrow().next().orElseThrow();
        assertThat(story.refused(new Command.BeginStage(run, stage.id())).code())
                .isEqualTo("stale");
        story.now = at;
        goAsFarAsItGoes(story);

        assertThat(activations(story)).as(name).hasSize(activations + 1);
        assertThat(activations(story).getLast())
                .as(name)
                .isEqualTo(
                        new LiveEvent.VersionActivated(
                                run, EnvironmentId.PRODUCTION, POLICY, key.version(), at, 0));
        assertThat(story.state.runs().closed(run).orElseThrow().status())
                .as(name)
                .isEqualTo(RunStatus.SUCCESS);
        assertThat(inForce(story, at.minus(MICROSECOND))).as(name).isEqualTo(before);
        assertThat(inForce(story, at)).as(name).contains(key.version().toString());
        assertThat(Agenda.due(story.state)).as(name).isEmpty();
    }

    /// Does what is due, until nothing is.
    private static void goAsFarAsItGoes(Story story) {
        while (true) {
            var due = Agenda.due(story.state);
            if (due.isEmpty() || due.getFirst().when().isAfter(story.now)) {
                return;
            }
            switch (due.getFirst().task()) {
                case Agenda.Task.Start t -> story.does(new Command.StartRun(t.run()));
                case Agenda.Task.Advance t -> advance(story, t.run());
                case Agenda.Task.Observe t -> throw new AssertionError("nobody is watched: " + t);
                case Agenda.Task.Serve t -> throw new AssertionError("there are no targets: " + t);
                case Agenda.Task.Attempt t ->
                        story.does(new Command.NoticeResult.Delivered(t.notice(), 1, 204));
            }
        }
    }

    private static void advance(Story story, int run) {
        var stage = story.state.runs().open(run).orElseThrow().next().orElseThrow();
        story.does(new Command.BeginStage(run, stage.id()));
        if (story.state.runs().open(run).orElseThrow().phase() instanceof Run.Phase.InStage) {
            story.finish(run, stage, StageOutcome.PASSED);
        }
    }

    private static List<LiveEvent.VersionActivated> activations(Story story) {
        return story.entries.stream()
                .map(Recorded::event)
                .filter(LiveEvent.VersionActivated.class::isInstance)
                .map(LiveEvent.VersionActivated.class::cast)
                .toList();
    }

    private static Optional<String> inForce(Story story, Instant at) {
        return story.state.live().inForce(LINE, at).map(e -> e.version().toString());
    }
}
