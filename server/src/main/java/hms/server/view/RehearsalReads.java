package hms.server.view;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.checks.compare.Change;
import hms.core.rehearse.Rehearsal;
import hms.core.rehearse.Turn;
import hms.core.state.EnvironmentId;
import hms.core.state.Policies;
import hms.core.state.State;
import hms.runs.content.ErasedContent;
import hms.runs.content.Library;
import hms.server.view.PolicyViews.ChangeLine;
import hms.server.view.RehearsalView.TurnView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// What is to come, in words.
public final class RehearsalReads {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm xxx", Locale.ENGLISH);

    private final Library library;

    public RehearsalReads(Library library) {
        this.library = library;
    }

    /// @param until the last instant that is looked at; empty for all time
    /// @param visible which policies the caller may see
    public RehearsalView of(
            State state,
            EnvironmentId environment,
            Instant now,
            Optional<Instant> until,
            Predicate<PolicyId> visible) {
        var rehearsal = Rehearsal.of(state, environment, now, until, this::artifact, visible);
        return new RehearsalView(
                environment.value(),
                now,
                until.orElse(null),
                state.configuration().zone().getId(),
                rehearsal.faults(),
                rehearsal.turns().stream().map(RehearsalReads::view).toList());
    }

    private Optional<Artifact> artifact(Policies.Submitted submitted) {
        try {
            return Optional.of(library.artifact(submitted));
        } catch (ErasedContent _) {
            return Optional.empty(); // its dates on the ledger count all the same
        }
    }

    private static TurnView view(Turn turn) {
        var of = turn.subject();
        return new TurnView(
                turn.at(),
                turn.at().atZone(of.zone()).toOffsetDateTime(),
                of.zone().getId(),
                of.policy().text(),
                of.version().toString(),
                of.run().isPresent() ? of.run().getAsInt() : null,
                kind(turn),
                turn.isFault(),
                text(turn),
                before(turn).map(Version::toString).orElse(null),
                until(turn).orElse(null),
                changes(turn).stream()
                        .map(
                                c ->
                                        new ChangeLine(
                                                c.path(),
                                                c.before().orElse(null),
                                                c.after().orElse(null)))
                        .toList());
    }

    private static String kind(Turn turn) {
        return switch (turn) {
            case Turn.Begins _ -> "begins";
            case Turn.Values _ -> "values";
            case Turn.Expires _ -> "ends";
            case Turn.Gap _ -> "gap";
            case Turn.Overlap _ -> "overlap";
            case Turn.ClockChange _ -> "clock";
            case Turn.Missing _ -> "missing";
            case Turn.Idle _ -> "idle";
        };
    }

    private static Optional<Version> before(Turn turn) {
        return turn instanceof Turn.Begins begins ? begins.before() : Optional.empty();
    }

    private static Optional<Instant> until(Turn turn) {
        return switch (turn) {
            case Turn.Gap t -> Optional.of(t.until());
            case Turn.Overlap t -> t.until();
            case Turn.Begins _, Turn.Values _, Turn.Expires _ -> Optional.empty();
            case Turn.ClockChange _, Turn.Missing _, Turn.Idle _ -> Optional.empty();
        };
    }

    private static List<Change> changes(Turn turn) {
        return switch (turn) {
            case Turn.Begins t -> t.changes();
            case Turn.Values t -> t.changes();
            case Turn.Expires _, Turn.Gap _, Turn.Overlap _ -> List.of();
            case Turn.ClockChange _, Turn.Missing _, Turn.Idle _ -> List.of();
        };
    }

    private static String text(Turn turn) {
        var version = turn.subject().version();
        var zone = turn.subject().zone();
        var said =
                switch (turn) {
                    case Turn.Begins t ->
                            version
                                    + t.before()
                                            .map(before -> " takes the place of " + before)
                                            .orElse(" comes into force");
                    case Turn.Values _ -> "values of " + version + " change";
                    case Turn.Expires _ -> version + " ends";
                    case Turn.Gap t ->
                            "nothing is in force until "
                                    + local(t.until(), zone)
                                    + ", when "
                                    + t.next()
                                    + " begins";
                    case Turn.Overlap t -> overlap(t);
                    case Turn.ClockChange t -> clock(t);
                    case Turn.Missing t ->
                            "rules of "
                                    + version
                                    + " read "
                                    + t.used()
                                    + ", of which nothing is in force";
                    case Turn.Idle _ ->
                            version + " is effective from here on, and no run delivers it";
                };
        var run = turn.subject().run();
        return run.isPresent() ? said + ", if run #" + run.getAsInt() + " delivers it" : said;
    }

    private static String overlap(Turn.Overlap turn) {
        var version = turn.subject().version();
        if (turn.never()) {
            return version
                    + " never comes into force: "
                    + turn.other()
                    + " begins at the same instant";
        }
        return turn.other()
                + " begins before "
                + version
                + " ends"
                + turn.until()
                        .map(at -> ", which would be on " + local(at, turn.subject().zone()))
                        .orElse("");
    }

    private static String clock(Turn.ClockChange turn) {
        var zone = turn.subject().zone();
        return turn.what()
                + ": clocks "
                + switch (turn.fault()) {
                    case SKIPPED -> "skip ";
                    case NONE, TWICE -> "show ";
                }
                + turn.local()
                + switch (turn.fault()) {
                    case SKIPPED -> ", and the first instant after counts, ";
                    case NONE, TWICE -> " twice, and the first counts, ";
                }
                + local(turn.at(), zone);
    }

    private static String local(Instant at, ZoneId zone) {
        return LOCAL.withZone(zone).format(at);
    }
}
