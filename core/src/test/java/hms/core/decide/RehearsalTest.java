package hms.core.decide;

import static hms.core.decide.Story.blob;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.LegalTime;
import hms.artifact.ParseResult;
import hms.artifact.PolicyId;
import hms.artifact.Schedule;
import hms.artifact.Value;
import hms.checks.compare.Change;
import hms.core.command.Command;
import hms.core.rehearse.Rehearsal;
import hms.core.rehearse.Turn;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.RunOptions;
import hms.core.state.RunOptions.Pending;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The story begins with the year 2026, and the legal zone is New York's.
final class RehearsalTest {

    private final Story story = Story.opened();
    private final Map<ArtifactKey, Artifact> artifacts = new HashMap<>();

    @Test
    void a_version_takes_the_place_of_another_with_other_values() {
        deployed("id: a\nversion: 1.0.0\nlimit: 35\nunit: ug\n");
        deployed("id: a\nversion: 2.0.0\neffective: 2026-09-01\nlimit: 25\n");

        assertThat(rehearsed("2030-01-01"))
                .containsExactly(
                        "2026-09-01T04:00:00Z a 2.0.0 takes the place of 1.0.0"
                                + " limit:35→25 unit:\"ug\"→");
        assertThat(rehearsed("2026-08-31")).isEmpty();
    }

    @Test
    void a_rule_that_expires_leaves_nothing_and_one_that_comes_later_leaves_a_gap() {
        deployed("id: a\nversion: 1.0.0\nlimit: 1\nexpires: 2027-01-01\n");
        deployed("id: b\nversion: 1.0.0\nlimit: 1\nexpires: 2027-01-01\n");
        deployed("id: b\nversion: 2.0.0\nlimit: 2\neffective: 2027-03-01\n");

        assertThat(rehearsed("2030-01-01"))
                .containsExactly(
                        "2027-01-01T05:00:00Z a 1.0.0 expires",
                        "2027-01-01T05:00:00Z b 1.0.0 expires",
                        "2027-01-01T05:00:00Z b 1.0.0! gap until 2027-03-01T05:00:00Z 2.0.0",
                        "2027-03-01T05:00:00Z b 2.0.0 begins");
    }

    @Test
    void two_versions_that_claim_the_same_time_overlap() {
        deployed("id: a\nversion: 1.0.0\nlimit: 1\nexpires: 2028-01-01\n");
        deployed("id: a\nversion: 2.0.0\nlimit: 1\neffective: 2027-01-01\n");
        deployed("id: a\nversion: 3.0.0\nlimit: 1\neffective: 2027-01-01\n", Pending.KEEP);

        assertThat(rehearsed("2030-01-01"))
                .containsExactly(
                        "2027-01-01T05:00:00Z a 3.0.0 takes the place of 1.0.0",
                        "2027-01-01T05:00:00Z a 1.0.0! overlaps 3.0.0 until 2028-01-01T05:00:00Z",
                        "2027-01-01T05:00:00Z a 2.0.0! is overlapped by 3.0.0");
    }

    @Test
    void dated_values_change_begin_and_end() {
        deployed(
                "id: a\nversion: 1.0.0\nexpires: 2029-06-01\n"
                        + "cap: { dated: { 2025-01-01: 210, 2027-01-01: 220, 2028-01-01: null } }\n"
                        + "fee: { dated: { 2028-01-01: 5, 2030-01-01: 6 } }\n");

        assertThat(rehearsed("2031-01-01"))
                .containsExactly(
                        "2027-01-01T05:00:00Z a 1.0.0 cap:210→220",
                        "2028-01-01T05:00:00Z a 1.0.0 fee:→5 cap:220→",
                        "2029-06-01T04:00:00Z a 1.0.0 expires");
    }

    @Test
    void local_times_that_are_skipped_or_doubled_say_how_they_were_taken() {
        deployed(
                "id: a\nversion: 1.0.0\ntimezone: Africa/Cairo\nlimit: 1\neffective: 2026-04-24\n"
                        + "expires: 2026-10-29T23:30:00\n");
        deployed(
                "id: b\nversion: 1.0.0\ntimezone: America/Havana\n"
                        + "cap: { dated: { 2025-01-01: 1, 2026-11-01: 2 } }\n");
        deployed("id: c\nversion: 1.0.0\nlimit: 1\neffective: 2026-03-08T02:30:00-04:00\n");

        assertThat(rehearsed("2030-01-01"))
                .containsExactly(
                        "2026-03-08T06:30:00Z c 1.0.0 begins",
                        "2026-04-23T22:00:00Z a 1.0.0 begins",
                        "2026-04-23T22:00:00Z a 1.0.0! effective 2026-04-24T00:00 SKIPPED",
                        "2026-10-29T20:30:00Z a 1.0.0 expires",
                        "2026-10-29T20:30:00Z a 1.0.0! expires 2026-10-29T23:30 TWICE",
                        "2026-11-01T04:00:00Z b 1.0.0 cap:1→2",
                        "2026-11-01T04:00:00Z b 1.0.0! a dated value 2026-11-01T00:00 TWICE");
    }

    @Test
    void a_schedule_counts_whether_its_run_waits_or_has_not_come_so_far() {
        scheduled("id: a\nversion: 1.0.0\nlimit: 1\n", "2026-03-08T02:30");
        scheduled("id: b\nversion: 1.0.0\nlimit: 1\n", "2026-11-01T01:30");
        story.drive(2);

        assertThat(rehearsed("2030-01-01"))
                .containsExactly(
                        "2026-03-08T07:00:00Z a 1.0.0 #1 begins",
                        "2026-03-08T07:00:00Z a 1.0.0 #1! schedule 2026-03-08T02:00 SKIPPED",
                        "2026-11-01T05:30:00Z b 1.0.0 begins",
                        "2026-11-01T05:30:00Z b 1.0.0! schedule 2026-11-01T01:30 TWICE");
    }

    @Test
    void a_run_that_cancels_a_schedule_is_taken_at_its_word() {
        deployed("id: a\nversion: 1.0.0\nlimit: 1\n");
        deployed("id: a\nversion: 1.1.0\nlimit: 1\neffective: 2026-06-01\n");
        var artifact = approved("id: a\nversion: 1.2.0\nlimit: 1\neffective: 2026-07-01\n");
        story.does(Story.deploy(options(Optional.empty(), Pending.CANCEL), artifact));

        assertThat(rehearsed("2030-01-01"))
                .containsExactly("2026-07-01T04:00:00Z a 1.2.0 #3 takes the place of 1.0.0");
    }

    @Test
    void a_date_for_which_nobody_delivers_the_version_is_named() {
        deployed("id: a\nversion: 1.0.0\nlimit: 1\n");
        approved("id: a\nversion: 0.9.0\nlimit: 1\neffective: 2026-05-01\n");
        approved("id: a\nversion: 2.0.0\nlimit: 1\neffective: 2026-05-01\n");

        assertThat(rehearsed("2030-01-01"))
                .containsExactly("2026-05-01T04:00:00Z a 2.0.0 is not on its way");
    }

    @Test
    void rules_that_read_another_policy_miss_it_from_its_end_on() {
        deployed("id: fpl\nversion: 1.0.0\nlimit: 1\nexpires: 2027-01-01\n");
        deployed("id: fpl\nversion: 2.0.0\nlimit: 1\neffective: 2027-02-01\n");
        deployed("id: a\nversion: 1.0.0\nlimit: 1\nuses: { f: fpl }\n");
        deployed("id: b\nversion: 1.0.0\nlimit: 1\nuses: { f: nowhere }\n");

        assertThat(rehearsed("2030-01-01"))
                .containsExactly(
                        story.now + " b 1.0.0! misses nowhere",
                        "2027-01-01T05:00:00Z a 1.0.0! misses fpl",
                        "2027-01-01T05:00:00Z fpl 1.0.0 expires",
                        "2027-01-01T05:00:00Z fpl 1.0.0! gap until 2027-02-01T05:00:00Z 2.0.0",
                        "2027-02-01T05:00:00Z fpl 2.0.0 begins");
    }

    /// Days of three years, in order, against what is rehearsed from date to date.
    @Test
    void nothing_happens_that_is_not_rehearsed() {
        for (long seed = 1; seed <= 40; seed++) {
            var random = new Random(seed);
            var other = new RehearsalTest();
            other.story.does(
                    new Command.Configure(
                            Story.ADMIN,
                            List.of(new hms.core.event.ConfigEvent.LegalZoneSet(ZoneOffset.UTC))));
            for (int version = 1; version <= 4; version++) {
                other.deployed(some(random, version), Pending.KEEP);
            }

            assertThat(other.happening()).as("seed " + seed).isEqualTo(other.seenDayByDay());
        }
    }

    private static String some(Random random, int version) {
        var begin = LocalDate.of(2026, 1, 3).plusDays(random.nextInt(700));
        return "id: a\nversion: %d.0.0\n%s%slimit: { dated: { 2025-01-01: 1, %s: 2, %s: %s } }\n"
                .formatted(
                        version,
                        version > 1 ? "effective: " + begin + "\n" : "",
                        random.nextInt(3) == 0
                                ? "expires: " + begin.plusDays(1 + random.nextInt(500)) + "\n"
                                : "",
                        begin.minusDays(200 - random.nextInt(300)),
                        begin.plusDays(101 + random.nextInt(300)),
                        random.nextBoolean() ? "null" : "1");
    }

    private NavigableSet<Instant> happening() {
        var instants = new TreeSet<Instant>();
        for (var turn : rehearsal("2029-01-01").turns()) {
            if (turn instanceof Turn.Begins
                    || turn instanceof Turn.Values
                    || turn instanceof Turn.Expires) {
                instants.add(turn.at());
            }
        }
        return instants;
    }

    private NavigableSet<Instant> seenDayByDay() {
        var instants = new TreeSet<Instant>();
        var before = at(story.now);
        for (var day = LocalDate.of(2026, 1, 2);
                !day.isAfter(LocalDate.of(2029, 1, 1));
                day = day.plusDays(1)) {
            var start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
            var after = at(start);
            if (!after.equals(before)) {
                instants.add(start);
            }
            before = after;
        }
        return instants;
    }

    /// The version in force, and its values that day.
    private Optional<Map.Entry<String, Map<String, Value>>> at(Instant instant) {
        var line = new Line(EnvironmentId.PRODUCTION, PolicyId.of("a"));
        return story.state
                .live()
                .inForce(line, instant)
                .map(e -> artifacts.get(new ArtifactKey(line.policy(), e.version())))
                .map(
                        a ->
                                Map.entry(
                                        a.name(),
                                        a.valuesAsOf(LegalTime.dayOf(instant, ZoneOffset.UTC))));
    }

    private ArtifactKey approved(String yaml) {
        var parsed =
                ArtifactParser.parse(
                        yaml.getBytes(StandardCharsets.UTF_8), "a.yaml", Optional.empty());
        if (!(parsed instanceof ParseResult.Parsed p)) {
            throw new AssertionError(parsed);
        }
        var artifact = p.artifact();
        var key = new ArtifactKey(artifact.id(), artifact.version());
        artifacts.put(key, artifact);
        var legal = artifact.zone(story.state.configuration().zone());
        story.does(
                new Command.SubmitArtifacts(
                        Story.ADMIN,
                        List.of(
                                new Command.ParsedArtifact(
                                        key,
                                        blob(key.toString()),
                                        List.of(),
                                        artifact.tags(),
                                        Optional.empty(),
                                        artifact.effectiveInstant(legal),
                                        artifact.expiresInstant(legal),
                                        false,
                                        Optional.empty(),
                                        List.copyOf(artifact.uses().values()),
                                        List.of(),
                                        true))));
        story.does(Story.approval(Story.KEY, "a-" + key, key));
        return key;
    }

    private void deployed(String yaml) {
        deployed(yaml, Pending.UNSAID);
    }

    private void deployed(String yaml, Pending pending) {
        var key = approved(yaml);
        story.does(Story.deploy(options(Optional.empty(), pending), key));
        story.drive(story.state.runs().last());
    }

    private void scheduled(String yaml, String time) {
        var at =
                Schedule.parse(time)
                        .orElseThrow()
                        .instant(story.state.configuration().zone(), story.now);
        story.does(Story.deploy(options(Optional.of(at), Pending.UNSAID), approved(yaml)));
    }

    private static RunOptions options(Optional<Instant> schedule, Pending pending) {
        return RunOptions.of(schedule, pending, false, false);
    }

    private Rehearsal rehearsal(String until) {
        return Rehearsal.of(
                story.state,
                EnvironmentId.PRODUCTION,
                story.now,
                Optional.of(
                        LocalDate.parse(until)
                                .atStartOfDay(story.state.configuration().zone())
                                .toInstant()),
                submitted -> Optional.of(artifacts.get(submitted.key())),
                _ -> true);
    }

    private List<String> rehearsed(String until) {
        return rehearsal(until).turns().stream().map(RehearsalTest::line).toList();
    }

    private static String line(Turn turn) {
        var of = turn.subject();
        var run = of.run().isPresent() ? " #" + of.run().getAsInt() : "";
        var fault = turn.isFault() ? "!" : "";
        return (turn.at() + " " + of.policy() + " " + of.version() + run + fault + what(turn))
                .strip();
    }

    private static String what(Turn turn) {
        return switch (turn) {
            case Turn.Begins t ->
                    t.before().map(v -> " takes the place of " + v).orElse(" begins")
                            + changes(t.changes());
            case Turn.Values t -> changes(t.changes());
            case Turn.Expires t -> " expires";
            case Turn.Gap t -> " gap until " + t.until() + " " + t.next();
            case Turn.Overlap t ->
                    (t.never() ? " is overlapped by " : " overlaps ")
                            + t.other()
                            + t.until().map(at -> " until " + at).orElse("");
            case Turn.ClockChange t -> " " + t.what() + " " + t.local() + " " + t.fault();
            case Turn.Missing t -> " misses " + t.used();
            case Turn.Idle t -> " is not on its way";
        };
    }

    private static String changes(List<Change> changes) {
        var texts = new ArrayList<String>();
        for (var change : changes) {
            texts.add(
                    " "
                            + change.path()
                            + ":"
                            + change.before().orElse("")
                            + "→"
                            + change.after().orElse(""));
        }
        return String.join("", texts);
    }
}
