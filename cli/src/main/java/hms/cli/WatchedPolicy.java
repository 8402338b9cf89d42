package hms.cli;

import hms.artifact.Answer;
import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Canary;
import hms.artifact.LegalTime;
import hms.artifact.ParseResult;
import hms.artifact.Timeline;
import hms.artifact.Version;
import hms.client.wire.Delivery;
import hms.trust.Digest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A policy as it was delivered: which version is in force when, and what these say.
record WatchedPolicy(
        String id, Timeline timeline, Map<Digest, Artifact> artifacts, Optional<Canary> canary) {

    /// @throws IllegalArgumentException if what was delivered is not what it says
    static WatchedPolicy of(Delivery delivery, ZoneId legal) {
        var artifacts = new HashMap<Digest, Artifact>();
        for (var interval : delivery.intervals()) {
            var entry = interval.entry();
            if (!artifacts.containsKey(entry.digest())) {
                artifacts.put(entry.digest(), artifact(delivery, entry.digest(), entry.version()));
            }
        }
        var zone =
                delivery.intervals().isEmpty()
                        ? legal
                        : Objects.requireNonNull(
                                        artifacts.get(
                                                delivery.intervals().getLast().entry().digest()))
                                .zone(legal);
        return new WatchedPolicy(
                delivery.id().text(),
                Timeline.delivered(zone, delivery.intervals(), delivery.suspended()),
                artifacts,
                delivery.canary());
    }

    private static Artifact artifact(Delivery delivery, Digest digest, Version version) {
        var parcel = delivery.artifacts().get(digest);
        var name = delivery.id() + "@" + version;
        if (parcel == null || !Digest.sha256(parcel.bytes()).equals(digest)) {
            throw new IllegalArgumentException(
                    "the bytes of " + name + " are not those that it names");
        }
        var parsed =
                ArtifactParser.parse(
                        parcel.bytes(),
                        delivery.id() + (parcel.json() ? ".json" : ".yaml"),
                        Optional.of(version));
        return switch (parsed) {
            case ParseResult.Parsed p -> p.artifact();
            case ParseResult.Rejected r ->
                    throw new IllegalArgumentException(
                            "what came as "
                                    + name
                                    + " is no artifact that this program knows: "
                                    + r.findings().getFirst().text());
        };
    }

    /// What holds at an instant for whoever is in no canary.
    Seen at(Instant now) {
        var answer = timeline.answer(now);
        var live = answer.inForce().map(Answer.InForce::entry);
        return new Seen(
                id,
                answer.code(),
                live.map(entry -> entry.version().toString()),
                live.map(
                                entry ->
                                        values(
                                                Objects.requireNonNull(
                                                        artifacts.get(entry.digest())),
                                                day(now)))
                        .orElse(Map.of()));
    }

    private LocalDate day(Instant now) {
        return LegalTime.dayOf(now, timeline.zone());
    }

    private static Map<String, String> values(Artifact artifact, LocalDate on) {
        var values = new LinkedHashMap<String, String>();
        artifact.values()
                .forEach(
                        (name, value) ->
                                value.asOf(on)
                                        .ifPresent(
                                                now -> {
                                                    var json = new StringBuilder();
                                                    now.writeJson(json);
                                                    values.put(name, json.toString());
                                                }));
        artifact.rules().forEach((name, rule) -> values.put("rules." + name, rule.expression()));
        return values;
    }

    /// When to look again, though nothing came: a version begins or ends, or a day begins on which
    /// a dated value may be another.
    Optional<Instant> next(Instant now) {
        var midnight =
                timeline.answer(now)
                        .inForce()
                        .map(live -> artifacts.get(live.entry().digest()))
                        .filter(a -> a.values().values().stream().anyMatch(v -> v.isDated()))
                        .map(_ -> LegalTime.startOf(day(now).plusDays(1), timeline.zone()));
        return Stream.concat(midnight.stream(), timeline.nextChange(now).stream())
                .min(Instant::compareTo);
    }
}
