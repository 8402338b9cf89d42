package hms.artifact;

import java.time.ZoneId;
import java.util.Optional;

/// When an artifact is in force, as it says itself.
///
/// @param effective from when; from its activation if empty
/// @param timezone the zone of its local dates; the server's legal zone if empty
/// @param expires from when no longer
/// @param retroactiveBasis the legal basis on which a past `effective` counts in answers about
///     dates
/// @param offline what disconnected clients do
/// @param corrects the earlier version that it corrects
public record Term(
        Optional<EffectiveTime> effective,
        Optional<ZoneId> timezone,
        Optional<EffectiveTime> expires,
        Optional<String> retroactiveBasis,
        Offline offline,
        Optional<Version> corrects) {}
