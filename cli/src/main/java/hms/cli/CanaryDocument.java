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
        return !json.path("canary").isObject();
    }

    String selector() {
        return json.path("selector").asString("");
    }

    boolean isShadow() {
        return json.path("mode").asString("").equals("shadow");
    }

    /// Whether it is still watched.
    boolean isWaiting() {
        return verdict().equals("not-yet");
    }

    String verdict() {
        return json.path("verdict").asString("not-yet");
    }

    Optional<Instant> until() {
        return RunDocument.instant(json, "until");
    }

    /// The whole release.
    Part whole() {
        return new Part(json);
    }

    /// Its policies one by one, where it has several.
    List<Part> policies() {
        return StreamSupport.stream(json.path("policies").spliterator(), false)
                .map(Part::new)
                .toList();
    }

    /// Both sides, and what was foreseen.
    record Part(JsonNode json) {
        String policy() {
            return json.path("policy").asString("");
        }

        Side canary() {
            return new Side(json.path("canary"));
        }

        Side baseline() {
            return new Side(json.path("baseline"));
        }

        /// How many alerts the simulation foresaw for so many evaluations.
        Band alerts() {
            return band("alerts");
        }

        /// How many outcomes it foresaw to differ.
        Band changes() {
            return band("changes");
        }

        private Band band(String of) {
            var band = json.path("foreseen").path(of);
            return new Band(band.path("least").asLong(0), band.path("most").asLong(0));
        }

        /// Alerts of the baseline as if it had made as many evaluations as the canary.
        OptionalDouble comparable() {
            long others = baseline().evaluations();
            return others == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            (double) baseline().alerts() * canary().evaluations() / others);
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

        long alerts() {
            return json.path("alertCount").asLong(0);
        }

        /// Alerts by their kinds: `violation 20`.
        List<String> kinds() {
            return counts("alerts", " ");
        }

        long compared() {
            return json.path("compared").asLong(0);
        }

        long changeCount() {
            return json.path("changes").properties().stream()
                    .mapToLong(change -> change.getValue().asLong(0))
                    .sum();
        }

        /// How often which outcome differed: `violation: false → true: 9`.
        List<String> changes() {
            return counts("changes", ": ");
        }

        private List<String> counts(String name, String between) {
            return json.path(name).properties().stream()
                    .map(c -> c.getKey() + between + Spelling.number(c.getValue().asLong(0)))
                    .toList();
        }
    }

    record Band(long least, long most) {
        boolean isNothing() {
            return most == 0;
        }
    }

    /// @param state `ok`, `waiting`, `unclear` or `failing`
    record Check(String state, String sentence) {
        boolean isGood() {
            return state.equals("ok");
        }

        boolean isFailing() {
            return state.equals("failing");
        }
    }

    List<Check> checks() {
        return StreamSupport.stream(json.path("checks").spliterator(), false)
                .map(
                        c ->
                                new Check(
                                        c.path("state").asString(""),
                                        RunDocument.text(c, "policy").map(p -> p + ": ").orElse("")
                                                + c.path("sentence").asString("")))
                .toList();
    }

    /// Alerts of the canary up to each point of time that was kept.
    List<Long> alertsOverTime() {
        var sums = new ArrayList<Long>();
        long sum = 0;
        for (var point : json.path("series").path("canary").path("alerts")) {
            sum += point.asLong(0);
            sums.add(sum);
        }
        return sums;
    }
}
