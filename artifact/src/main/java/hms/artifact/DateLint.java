package hms.artifact;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds the dates of an artifact against each other, against the calendar, and against the
/// policy's other versions.
public final class DateLint {
    private final Artifact artifact;
    private final Timeline others;
    private final Instant now;
    private final ZoneId zone;
    private final Findings findings;
    private final Places places;

    private DateLint(Artifact artifact, Timeline others, Instant now, ZoneId legalZone) {
        this.artifact = artifact;
        this.others = others;
        this.now = now;
        this.zone = artifact.zone(legalZone);
        this.findings = new Findings(artifact.source().fileName());
        this.places = Places.of(artifact);
    }

    /// What is wrong or doubtful about the dates of an artifact that would be activated now, or at
    /// its `effective`.
    ///
    /// @param others the policy's versions in the environment that it goes to; [Timeline#empty] if
    ///     not known
    /// @param now the time
    /// @param legalZone the zone of local dates where the artifact names none
    public static List<Finding> check(
            Artifact artifact, Timeline others, Instant now, ZoneId legalZone) {
        var lint = new DateLint(artifact, others, now, legalZone);
        lint.clock("effective", artifact.effective());
        lint.clock("expires", artifact.expires());
        lint.term();
        if (!lint.findings.hasErrors()) {
            lint.neighbours();
            lint.datedValues();
        }
        return lint.findings.list();
    }

    /// The instant from which it would be in force in answers about dates.
    private Instant from() {
        var effective = artifact.effectiveInstant(zone);
        var past = effective.isPresent() && effective.get().isBefore(now);
        return past && artifact.retroactiveBasis().isEmpty() ? now : effective.orElse(now);
    }

    private void clock(String key, Optional<EffectiveTime> time) {
        if (time.isEmpty()
                || !(time.get() instanceof EffectiveTime.AtLocal
                        || time.get() instanceof EffectiveTime.OnDate)) {
            return;
        }
        var local =
                time.get() instanceof EffectiveTime.AtLocal at
                        ? at.local()
                        : time.get().day(zone).atStartOfDay();
        switch (LegalTime.fault(local, zone)) {
            case NONE -> {}
            case SKIPPED ->
                    findings.warning(
                            "clock-change",
                            places.at(key),
                            local
                                    + " does not exist in "
                                    + zone
                                    + ": clocks go forward over it, and "
                                    + time.get().instant(zone)
                                    + " counts",
                            "write that instant, or another time, if that is not meant");
            case TWICE ->
                    findings.warning(
                            "clock-change",
                            places.at(key),
                            local
                                    + " exists twice in "
                                    + zone
                                    + ": clocks go back, and the first of the two, "
                                    + time.get().instant(zone)
                                    + ", counts",
                            "write the other instant if the second is meant");
        }
    }

    private void term() {
        var effective = artifact.effectiveInstant(zone);
        var expires = artifact.expiresInstant(zone);
        if (effective.isPresent()
                && expires.isPresent()
                && !expires.get().isAfter(effective.get())) {
            findings.error(
                    "expires-before-effective",
                    places.at("expires"),
                    "it would expire at "
                            + expires.get()
                            + ", before it is effective at "
                            + effective.get(),
                    "correct one of the two");
            return;
        }
        var retroactive = artifact.retroactiveBasis().isPresent();
        if (expires.isPresent() && !expires.get().isAfter(now)) {
            var message = "it expired at " + expires.get() + " already";
            if (retroactive) {
                findings.warning(
                        "already-expired",
                        places.at("expires"),
                        message,
                        "deploy it only to complete the record");
            } else {
                findings.error(
                        "already-expired",
                        places.at("expires"),
                        message,
                        "give it a later expiry, or state a retroactive basis");
            }
        }
        if (effective.isPresent() && effective.get().isBefore(now) && !retroactive) {
            findings.warning(
                    "effective-in-the-past",
                    places.at("effective"),
                    "it is effective from "
                            + effective.get()
                            + ", which is past, and will be in force only from its activation",
                    "add retroactive: { basis: \"…\" } if it counts from that date on, or correct the date");
        }
        if (retroactive && effective.isPresent() && effective.get().isAfter(now)) {
            findings.warning(
                    "retroactive-in-the-future",
                    places.at("retroactive"),
                    "it is effective only from "
                            + effective.get()
                            + ", so nothing is retroactive about it",
                    "delete retroactive, or correct effective");
        }
    }

    private void neighbours() {
        var from = from();
        var until = artifact.expiresInstant(zone);
        for (var interval : others.intervals()) {
            if (interval.entry().digest().equals(artifact.digest())) {
                continue;
            }
            var begins = interval.from();
            var isPending = begins.isAfter(now);
            if (begins.equals(from) && isPending) {
                overlap(
                        interval,
                        "begins at the same instant " + begins + ", and gives way to this one");
            } else if (begins.isAfter(from)
                    && isPending
                    && until.map(begins::isBefore).orElse(true)) {
                overlap(interval, "is scheduled for " + begins + ", and will end this one then");
            } else if (begins.isAfter(from) && !isPending) {
                overlap(
                        interval,
                        "has been in force since "
                                + begins
                                + ", and this one takes its place from "
                                + from
                                + " on");
            }
        }
        gapBefore(from);
        until.ifPresent(this::gapAfter);
    }

    private void overlap(Timeline.Interval interval, String what) {
        findings.warning(
                "overlap",
                places.at("effective"),
                "version " + interval.entry().version() + " " + what,
                "check that this is meant; cancel the schedule or change the dates if not");
    }

    private void gapBefore(Instant from) {
        others.intervals().stream()
                .flatMap(interval -> interval.until().stream())
                .filter(end -> end.isBefore(from))
                .max(Instant::compareTo)
                .filter(end -> others.answer(end) instanceof Answer.Ended)
                .filter(
                        end ->
                                others.intervals().stream()
                                        .noneMatch(
                                                i ->
                                                        i.from().isAfter(end)
                                                                && i.from().isBefore(from)))
                .ifPresent(end -> gap("effective", end, from));
    }

    private void gapAfter(Instant until) {
        others.intervals().stream()
                .map(Timeline.Interval::from)
                .filter(begins -> begins.isAfter(until) && begins.isAfter(now))
                .min(Instant::compareTo)
                .ifPresent(begins -> gap("expires", until, begins));
    }

    private void gap(String key, Instant from, Instant until) {
        findings.warning(
                "gap",
                places.at(key),
                "nothing is in force from " + from + " until " + until,
                "move a date if the rule should go on without a break");
    }

    private void datedValues() {
        var first = LegalTime.dayOf(from(), zone);
        var end =
                artifact.expiresInstant(zone)
                        .map(instant -> LegalTime.dayOf(instant.minusNanos(1), zone).plusDays(1));
        artifact.values().forEach((name, value) -> datedValue(List.of(name), value, first, end));
    }

    private void datedValue(
            List<String> path, Value value, LocalDate first, Optional<LocalDate> end) {
        if (value instanceof Value.MapValue map) {
            map.entries()
                    .forEach(
                            (key, held) -> {
                                var deeper = new ArrayList<>(path);
                                deeper.add(key);
                                datedValue(deeper, held, first, end);
                            });
        }
        if (!(value instanceof Value.Dated dated)) {
            return;
        }
        var begins = dated.begins().orElseThrow();
        if (end.isPresent() && !begins.isBefore(end.get())) {
            outside(path, "begins only on " + begins + ", and the version expires before");
        }
        dated.ends()
                .filter(ended -> artifact.effective().isPresent() && !ended.isAfter(first))
                .ifPresent(
                        ended ->
                                outside(
                                        path,
                                        "ended on " + ended + ", before the version is in force"));
    }

    private void outside(List<String> path, String what) {
        findings.warning(
                "dates-outside-term",
                places.at(path.toArray()),
                "the value " + String.join(".", path) + " " + what,
                "correct its dates, or leave the value out");
    }
}
