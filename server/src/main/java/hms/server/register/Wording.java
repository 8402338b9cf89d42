package hms.server.register;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// How the register says dates, numbers, units and relations.
final class Wording {

    private static final DateTimeFormatter LONG_DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss", Locale.ENGLISH);

    private static final Map<String, String> UNITS =
            Map.of(
                    "ug_per_m3", "µg/m³",
                    "mg_per_m3", "mg/m³",
                    "percent", "%",
                    "usd", "US dollars",
                    "usd_per_year", "US dollars a year",
                    "celsius", "°C");

    private Wording() {}

    /// `1 September 2024`.
    static String day(LocalDate day) {
        return LONG_DAY.format(day);
    }

    /// `1 Sep 2024`.
    static String shortDay(LocalDate day) {
        return SHORT_DAY.format(day);
    }

    /// `Thursday, 29 August 2024`.
    static String weekday(LocalDate day) {
        return WEEKDAY.format(day);
    }

    /// `1 Sep 2024`, as the day on which an instant falls in a zone.
    static String shortDay(Instant instant, ZoneId zone) {
        return shortDay(instant.atZone(zone).toLocalDate());
    }

    /// `1 September 2024, 00:00 Eastern time`; seconds only where there are any.
    static String time(Instant instant, ZoneId zone) {
        var local = instant.atZone(zone);
        return (local.getSecond() == 0 ? MINUTE : SECOND).format(local) + " " + zoneName(zone);
    }

    private static String zoneName(ZoneId zone) {
        var name = zone.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return name.equals("Coordinated Universal Time") || name.equals("Z")
                ? "UTC"
                : name.replace(" Time", " time");
    }

    /// `1,743`.
    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /// `1 document`, `1,743 documents`.
    static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /// `µg/m³` for `ug_per_m3`; a unit that is not known keeps its name, with spaces.
    static String unit(String unit) {
        return UNITS.getOrDefault(unit, unit.replace('_', ' '));
    }

    /// `sha256:9f2c41…e41a`.
    static String brief(String digest) {
        int hex = digest.indexOf(':') + 1;
        return digest.substring(0, hex + 6) + "…" + digest.substring(digest.length() - 4);
    }

    /// `Rule, amends 1 HMS Reg. 17`.
    static String deed(Listing listing) {
        var acts =
                listing.links().stream()
                        .filter(link -> link.relation().acts())
                        .map(link -> ", " + link.relation().phrase() + " " + link.to().citation())
                        .collect(Collectors.joining());
        return listing.kind().label() + acts;
    }

    /// How to cite a document, piece by piece: agency, title, citation and year.
    static List<String> citation(Listing listing) {
        var pieces = new ArrayList<String>();
        if (!listing.policy().agency().isEmpty()) {
            pieces.add(listing.policy().agency() + ",");
        }
        pieces.add(listing.policy().title() + ",");
        pieces.add(listing.ref().citation() + " (" + listing.times().publishedOn().getYear() + ")");
        return pieces;
    }
}
