package hms.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A canary's figures as the API describes them.
///
/// @param json the document; a missing node if there is none
record CanaryDocument(JsonNode json) {

    boolean isEmpty() {
        return policies().isEmpty();
    }

    String select() {
        return json.path("select").asString("");
    }

    boolean isShadow() {
        return json.path("mode").asString("").equals("shadow");
    }

    String verdict() {
        return json.path("verdict").asString("waiting");
    }

    Optional<Instant> until() {
        return RunDocument.instant(json, "until");
    }

    List<Policy> policies() {
        return StreamSupport.stream(json.path("policies").spliterator(), false)
                .map(Policy::new)
                .toList();
    }

    /// Alerts of one side, all kinds together, at each moment that was kept.
    List<Double> series(String side) {
        var points = new ArrayList<Double>();
        for (var point : json.path("series")) {
            points.add(sum(point.path(side).path("alerts")));
        }
        return points;
    }

    /// One policy of the release.
    record Policy(JsonNode json) {
        String id() {
            return json.path("policy").asString("");
        }

        Side canary() {
            return new Side(json.path("canary"));
        }

        Side baseline() {
            return new Side(json.path("baseline"));
        }

        /// Kinds of alerts, those that were foreseen and those that came.
        List<String> kinds() {
            var kinds = new java.util.TreeSet<String>();
            kinds.addAll(json.path("foreseen").path("alerts").propertyNames());
            kinds.addAll(json.path("canary").path("alerts").propertyNames());
            kinds.addAll(json.path("baseline").path("alerts").propertyNames());
            return List.copyOf(kinds);
        }

        /// How many alerts of a kind the simulation foresaw; empty where it foresaw nothing.
        Optional<Band> foreseen(String kind) {
            var band = json.path("foreseen").path("alerts").path(kind);
            return band.isObject()
                    ? Optional.of(
                            new Band(band.path("low").asDouble(0), band.path("high").asDouble(0)))
                    : Optional.empty();
        }

        /// Alerts of a kind on the other side, as if it had made as many evaluations as this one.
        OptionalDouble comparable(String kind) {
            long others = baseline().evaluations();
            return others == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            baseline().alerts(kind) * canary().evaluations() / (double) others);
        }

        List<Check> checks() {
            return StreamSupport.stream(json.path("checks").spliterator(), false)
                    .map(
                            c ->
                                    new Check(
                                            c.path("name").asString(""),
                                            c.path("state").asString(""),
                                            c.path("said").asString("")))
                    .toList();
        }
    }

    /// What one side reported.
    record Side(JsonNode json) {
        long subscribers() {
            return json.path("subscribers").asLong(0);
        }

        long silent() {
            return json.path("silent").asLong(0);
        }

        long evaluations() {
            return json.path("evaluations").asLong(0);
        }

        long errors() {
            return json.path("errors").asLong(0);
        }

        long alerts(String kind) {
            return json.path("alerts").path(kind).asLong(0);
        }

        long alerts() {
            return (long) sum(json.path("alerts"));
        }

        /// How often which outcome differed: `violation: false → true`.
        List<String> changes() {
            return json.path("changes").properties().stream()
                    .map(
                            c ->
                                    c.getKey()
                                            + ", "
                                            + Spelling.number(c.getValue().asLong(0))
                                            + " times")
                    .toList();
        }
    }

    record Band(double low, double high) {}

    /// @param state `ok`, `failing` or `waiting`
    record Check(String name, String state, String said) {
        boolean isFailing() {
            return state.equals("failing");
        }
    }

    private static double sum(JsonNode alerts) {
        return alerts.isObject()
                ? alerts.properties().stream().mapToDouble(a -> a.getValue().asDouble(0)).sum()
                : alerts.asDouble(0);
    }
}
