package hms.server.http;

import hms.artifact.EffectiveTime;
import hms.artifact.LegalTime;
import hms.core.state.Line;
import hms.server.view.LiveReads;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the times that requests name.
final class Moments {

    private static final Pattern CLOCK =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])(?:\\+([0-9]{1,5})([smh]))?");

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

    private static EffectiveTime time(String place, String text) {
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

    /// When a schedule is: the next `HH:MM` in the legal zone, with `+15m` so much later, or a
    /// date, date-time or instant.
    static Instant schedule(String place, String text, ZoneId zone, Instant now) {
        var clock = CLOCK.matcher(text);
        if (!clock.matches()) {
            return time(place, text).instant(zone);
        }
        var time = LocalTime.of(Integer.parseInt(clock.group(1)), Integer.parseInt(clock.group(2)));
        var today = LegalTime.dayOf(now, zone);
        var next = at(today, time, zone);
        return (next.isAfter(now) ? next : at(today.plusDays(1), time, zone)).plus(offset(clock));
    }

    private static Instant at(LocalDate day, LocalTime time, ZoneId zone) {
        return LegalTime.at(day.atTime(time), zone);
    }

    private static Duration offset(java.util.regex.Matcher clock) {
        if (clock.group(3) == null) {
            return Duration.ZERO;
        }
        long amount = Long.parseLong(clock.group(3));
        return switch (clock.group(4)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
