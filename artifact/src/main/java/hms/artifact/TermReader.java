package hms.artifact;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads when an artifact is in force: dates, zone, retroactive effect, correction.
final class TermReader {
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private final Fields fields;
    private final Findings findings;

    TermReader(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    Optional<EffectiveTime> time(Node node, Optional<ZoneId> zone) {
        return fields.text(node)
                .flatMap(
                        scalar -> {
                            var time = EffectiveTime.parse(scalar.text(), zone);
                            if (time.isEmpty()) {
                                var formed = EffectiveTime.isFormed(scalar.text());
                                findings.error(
                                        formed ? "impossible-date" : "not-a-date",
                                        scalar.at(),
                                        Excerpts.quote(scalar.text())
                                                + (formed
                                                        ? " does not exist in the calendar or on a clock"
                                                        : " is not a date or time"),
                                        EffectiveTime.FORMS);
                            }
                            return time;
                        });
    }

    Optional<ZoneId> zone(Node node) {
        return fields.text(node)
                .flatMap(
                        scalar -> {
                            var name = scalar.text();
                            if (ZONES.contains(name)) {
                                return Optional.of(ZoneId.of(name));
                            }
                            findings.error(
                                    "unknown-timezone",
                                    scalar.at(),
                                    Excerpts.quote(name)
                                            + " is not a time zone of the IANA database",
                                    suggestion(name));
                            return Optional.empty();
                        });
    }

    private static String suggestion(String name) {
        var tail = "/" + name.toLowerCase(Locale.ROOT).replace(' ', '_');
        var near =
                ZONES.stream()
                        .filter(id -> ("/" + id.toLowerCase(Locale.ROOT)).endsWith(tail))
                        .sorted()
                        .limit(3)
                        .collect(Collectors.joining(" or "));
        return near.isEmpty() ? "write a name such as America/New_York" : "write " + near;
    }

    Optional<String> basis(Node node) {
        var remedy = "write retroactive: { basis: \"…\" } with the legal basis";
        return fields.mapping(node, remedy)
                .flatMap(
                        mapping -> {
                            mapping.members()
                                    .forEach(
                                            (key, member) -> {
                                                if (!key.equals("basis")) {
                                                    findings.error(
                                                            "unknown-key",
                                                            member.keyAt(),
                                                            "retroactive has no key "
                                                                    + Excerpts.quote(key),
                                                            remedy);
                                                }
                                            });
                            var basis = mapping.members().get("basis");
                            if (basis == null) {
                                findings.error(
                                        "missing-key",
                                        mapping.at(),
                                        "retroactive has no basis",
                                        remedy);
                                return Optional.empty();
                            }
                            return fields.line(basis.node());
                        });
    }

    Optional<Offline> offline(Node node) {
        return fields.text(node)
                .flatMap(
                        scalar -> {
                            for (var offline : Offline.values()) {
                                if (offline.key().equals(scalar.text())) {
                                    return Optional.of(offline);
                                }
                            }
                            findings.error(
                                    "bad-offline",
                                    scalar.at(),
                                    "offline is "
                                            + Excerpts.quote(scalar.text())
                                            + ", which means nothing",
                                    "write flip or hold");
                            return Optional.empty();
                        });
    }

    Optional<Version> corrects(Node node, Version version) {
        return fields.version(node)
                .filter(
                        corrected -> {
                            if (corrected.compareTo(version) < 0) {
                                return true;
                            }
                            findings.error(
                                    "bad-corrects",
                                    node.at(),
                                    "version "
                                            + version
                                            + " cannot correct "
                                            + corrected
                                            + ", which does not come before it",
                                    "name the earlier version that this one corrects");
                            return false;
                        });
    }
}
