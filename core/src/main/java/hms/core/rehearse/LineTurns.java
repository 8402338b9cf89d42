package hms.core.rehearse;

import hms.artifact.Answer;
import hms.artifact.LegalTime;
import hms.artifact.Timeline;
import hms.artifact.Value;
import hms.artifact.Version;
import hms.checks.compare.Change;
import hms.checks.compare.Changes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// What happens to one policy: its instants in order, and at each what is in force before and
/// after.
final class LineTurns {

    private final Prospect prospect;
    private final Timeline timeline;
    private final Span span;

    LineTurns(Prospect prospect, Span span) {
        this.prospect = prospect;
        this.timeline = prospect.timeline();
        this.span = span;
    }

    List<Turn> list() {
        var turns = new ArrayList<Turn>();
        for (var at : instants()) {
            at(at).ifPresent(turns::add);
            gap(at).ifPresent(turns::add);
        }
        for (var entry : timeline.entries()) {
            overlap(entry).ifPresent(turns::add);
        }
        for (var idle : prospect.idle()) {
            idle.effective()
                    .filter(span::has)
                    .map(at -> new Turn.Idle(at, prospect.subject(idle.key().version())))
                    .ifPresent(turns::add);
        }
        return turns;
    }

    /// When something may be otherwise than just before.
    private NavigableSet<Instant> instants() {
        var instants = new TreeSet<Instant>();
        for (var interval : timeline.intervals()) {
            instants.add(interval.from());
            interval.until().ifPresent(instants::add);
            if (span.reaches(interval.until())) {
                instants.addAll(dates(interval));
            }
        }
        instants.removeIf(at -> !span.has(at));
        return instants;
    }

    private List<Instant> dates(Timeline.Interval interval) {
        var version = interval.entry().version();
        return prospect.artifact(version).stream()
                .flatMap(artifact -> artifact.dates().stream())
                .map(date -> LegalTime.startOf(date, prospect.zone(version)))
                .filter(at -> at.isAfter(interval.from()))
                .filter(at -> interval.until().map(at::isBefore).orElse(true))
                .toList();
    }

    private Optional<Turn> at(Instant at) {
        var before = version(timeline.answer(at.minusNanos(1)));
        var after = version(timeline.answer(at));
        if (after.isEmpty()) {
            return before.map(version -> new Turn.Expires(at, prospect.subject(version)));
        }
        var subject = prospect.subject(after.get());
        var changes = before.map(version -> changes(at, version, after.get())).orElse(List.of());
        if (before.equals(after)) {
            return changes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Turn.Values(at, subject, changes));
        }
        return Optional.of(new Turn.Begins(at, subject, before, changes));
    }

    private static Optional<Version> version(Answer answer) {
        return answer.inForce().map(found -> found.entry().version());
    }

    private List<Change> changes(Instant at, Version before, Version after) {
        return Changes.ofValues(values(before, at.minusNanos(1)), values(after, at));
    }

    private Map<String, Value> values(Version version, Instant at) {
        return prospect.artifact(version)
                .map(a -> a.valuesAsOf(LegalTime.dayOf(at, prospect.zone(version))))
                .orElse(Map.of());
    }

    /// What ends here, though something else begins later.
    private Optional<Turn> gap(Instant at) {
        var before = version(timeline.answer(at.minusNanos(1)));
        if (before.isEmpty() || !(timeline.answer(at) instanceof Answer.Ended)) {
            return Optional.empty();
        }
        return timeline.pending(at).stream()
                .findFirst()
                .map(
                        next ->
                                new Turn.Gap(
                                        at,
                                        prospect.subject(before.get()),
                                        next.from(),
                                        next.entry().version()));
    }

    /// Where another version takes time that an entry claims: from the day of its expiry that it
    /// names, or altogether.
    private Optional<Turn> overlap(Timeline.Entry entry) {
        var interval =
                timeline.intervals().stream().filter(i -> i.entry().equals(entry)).findFirst();
        if (interval.isPresent() && (entry.until().isEmpty() || interval.get().until().isEmpty())) {
            return Optional.empty();
        }
        var at = interval.map(i -> i.until().orElseThrow()).orElse(entry.from());
        if (!span.has(at) || entry.until().filter(until -> !until.isAfter(at)).isPresent()) {
            return Optional.empty();
        }
        return version(timeline.answer(at))
                .filter(other -> !other.equals(entry.version()))
                .map(
                        other ->
                                new Turn.Overlap(
                                        at,
                                        prospect.subject(entry.version()),
                                        other,
                                        entry.until(),
                                        interval.isEmpty()));
    }
}
