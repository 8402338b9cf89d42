package hms.core.rehearse;

import hms.artifact.Artifact;
import hms.artifact.EffectiveTime;
import hms.artifact.LegalTime;
import hms.artifact.LegalTime.Fault;
import hms.artifact.Timeline;
import hms.core.rehearse.Turn.ClockChange;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a policy's local times fall into a change of clocks.
final class ClockTurns {

    private final Prospect prospect;
    private final Span span;
    private final List<Turn> turns = new ArrayList<>();

    private ClockTurns(Prospect prospect, Span span) {
        this.prospect = prospect;
        this.span = span;
    }

    static List<Turn> of(Prospect prospect, Span span) {
        var clock = new ClockTurns(prospect, span);
        for (var interval : prospect.timeline().intervals()) {
            if (span.reaches(interval.until())) {
                clock.look(interval);
            }
        }
        return clock.turns;
    }

    private void look(Timeline.Interval interval) {
        var entry = interval.entry();
        var zone = prospect.zone(entry.version());
        var artifact = prospect.artifact(entry.version());
        var effective = artifact.flatMap(Artifact::effective).filter(t -> means(t, entry.from()));
        effective.ifPresent(time -> local(entry, "effective", time, zone));
        if (effective.isEmpty()) {
            schedule(entry, zone);
        }
        artifact.flatMap(Artifact::expires)
                .filter(time -> interval.until().filter(until -> means(time, until)).isPresent())
                .ifPresent(time -> local(entry, "expires", time, zone));
        for (var date : artifact.map(Artifact::dates).orElse(List.of())) {
            var at = LegalTime.startOf(date, zone);
            if (!at.isBefore(interval.from()) && interval.until().map(at::isBefore).orElse(true)) {
                found(entry, "a dated value", date.atStartOfDay(), zone);
            }
        }
    }

    private boolean means(EffectiveTime time, Instant at) {
        return time.instant(prospect.legalZone()).equals(at);
    }

    private void local(Timeline.Entry entry, String what, EffectiveTime time, ZoneId zone) {
        switch (time) {
            case EffectiveTime.AtInstant t -> {}
            case EffectiveTime.OnDate t -> found(entry, what, t.date().atStartOfDay(), zone);
            case EffectiveTime.AtLocal t -> found(entry, what, t.local(), zone);
        }
    }

    private void found(Timeline.Entry entry, String what, LocalDateTime local, ZoneId zone) {
        var fault = LegalTime.fault(local, zone);
        var at = LegalTime.at(local, zone);
        if (fault != Fault.NONE && span.has(at)) {
            turns.add(new ClockChange(at, prospect.subject(entry.version()), what, local, fault));
        }
    }

    /// A schedule is on record as an instant, and how it was written is not. One at which clocks
    /// jump may have been any that they jump over.
    private void schedule(Timeline.Entry entry, ZoneId zone) {
        var at = entry.from();
        var jump =
                Optional.ofNullable(zone.getRules().nextTransition(at.minusNanos(1)))
                        .filter(next -> next.isGap() && next.getInstant().equals(at));
        var local = jump.map(j -> j.getDateTimeBefore()).orElse(LocalDateTime.ofInstant(at, zone));
        if (LegalTime.at(local, zone).equals(at)) {
            found(entry, "schedule", local, zone);
        }
    }
}
