package hms.server.http;

import hms.artifact.EffectiveTime;
import hms.artifact.LegalTime;
import hms.artifact.Schedule;
import hms.core.state.Line;
import hms.server.view.LiveReads;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Reads the times that requests name.
final class Moments {

    private final LiveReads live;

    Moments(LiveReads live) {
        this.live = live;
    }

    /// The moment that `on` and `knownAt` name; now where they are left out.
    ///
    /// A date means its first instant, in the policy's zone for `on` and in the legal zone for
    /// `knownAt`; today means now.
    LiveReads.Moment of(Call call, Line line) {
        var legal = call.state().configuration().zone();
        var on =
                call.query("on")
                        .map(text -> time("query on", text))
                        .map(time -> on(call, line, time));
        var knownAt =
                call.query("knownAt")
                        .map(text -> time("query knownAt", text))
                        .map(time -> instant(time, legal, call.now()));
        return new LiveReads.Moment(on.orElse(call.now()), knownAt);
    }

    /// As [#of], where `on` stands in a body.
    Instant on(Call call, Line line, Optional<String> text, String place) {
        return text.map(t -> on(call, line, time(place, t))).orElse(call.now());
    }

    private Instant on(Call call, Line line, EffectiveTime time) {
        var legal = call.state().configuration().zone();
        var zone = time.isLocal() ? live.zone(call.state(), line, time.day(legal)) : legal;
        return instant(time, zone, call.now());
    }

    private static Instant instant(EffectiveTime time, ZoneId zone, Instant now) {
        return time instanceof EffectiveTime.OnDate day
                        && day.date().equals(LegalTime.dayOf(now, zone))
                ? now
                : time.instant(zone);
    }

    /// A date, a local date-time or an instant.
    static EffectiveTime time(String place, String text) {
        return EffectiveTime.parse(text, Optional.empty())
                .orElseThrow(
                        () ->
                                Call.bad(
                                        place,
                                        Quote.of(text) + " is not a time.",
                                        "Write a date (2024-09-01), a local date-time"
                                                + " (2024-09-01T00:00:00) or an instant"
                                                + " (2024-09-01T00:00:00Z)."));
    }

    /// When a release is to go live, which is not past.
    static Instant schedule(String place, String text, ZoneId zone, Instant now) {
        var at =
                Schedule.parse(text)
                        .orElseThrow(
                                () ->
                                        Call.bad(
                                                place,
                                                Quote.of(text)
                                                        + " "
                                                        + Schedule.problem(text).orElseThrow()
                                                        + ".",
                                                "For a schedule, " + Schedule.FORMS + "."))
                        .instant(zone, now);
        if (!at.isAfter(now)) {
            throw Call.bad(
                    place,
                    Quote.of(text) + " is past: it was " + at + ".",
                    "Name a time to come, or leave the schedule out to go live at once.");
        }
        return at;
    }
}
