package hms.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A run as the API describes it.
///
/// @param json the document
record RunDocument(JsonNode json) {
    private static final Set<String> ENDED = Set.of("success", "failure", "rolled-back");
    private static final Set<String> AT_REST = Set.of("scheduled", "waiting", "halted");

    int number() {
        return json.path("run").asInt(0);
    }

    String status() {
        return json.path("status").asString("");
    }

    /// Whether nothing follows any more.
    boolean isEnded() {
        return ENDED.contains(status());
    }

    /// Whether there is nothing to watch: it has ended, or waits for an instant or a person.
    boolean isAtRest() {
        return isEnded() || AT_REST.contains(status());
    }

    boolean isSuccess() {
        return status().equals("success");
    }

    /// Whether it did not come to what was asked for.
    boolean isFailed() {
        return Set.of("failure", "rolled-back", "halted").contains(status());
    }

    String environment() {
        return json.path("environment").asString("production");
    }

    int policyCount() {
        return json.path("policyCount").asInt(json.path("policies").size());
    }

    /// `epa-pm25-limit@2.0.0`, and how many more.
    String release() {
        var names =
                StreamSupport.stream(json.path("policies").spliterator(), false)
                        .map(node -> node.asString(""))
                        .limit(3)
                        .toList();
        var more = policyCount() - names.size();
        return String.join(", ", names)
                + (more > 0 ? " and " + Spelling.number(more) + " more" : "");
    }

    List<Stage> stages() {
        return StreamSupport.stream(json.path("stages").spliterator(), false)
                .map(Stage::new)
                .toList();
    }

    Optional<Stage> stage(String uses) {
        return stages().stream().filter(stage -> stage.uses().equals(uses)).findFirst();
    }

    Optional<Instant> instant(String name) {
        return instant(json, name);
    }

    /// The zone in whose local time people are told when it goes live.
    Optional<ZoneId> scheduledZone() {
        return zone(json, "scheduledZone");
    }

    /// From its start to its end.
    Optional<Duration> took() {
        var start = instant("startedAt").or(() -> instant("queuedAt"));
        var end = instant("endedAt");
        return start.isPresent() && end.isPresent()
                ? Optional.of(Duration.between(start.get(), end.get()))
                : Optional.empty();
    }

    /// Whether its targets are being brought what was there before.
    boolean isTakingBack() {
        return instant("takingBackSince").isPresent();
    }

    /// What it waits for before its next stage.
    Optional<Waiting> waiting() {
        var waiting = json.path("waiting");
        return waiting.isObject() ? Optional.of(new Waiting(waiting)) : Optional.empty();
    }

    /// How it went at its targets, in the order in which they were asked.
    List<Receipt> targets() {
        return StreamSupport.stream(json.path("targets").spliterator(), false)
                .map(Receipt::new)
                .toList();
    }

    /// Environments that it passes through before the one where it goes.
    Set<String> rehearsals() {
        var names = new LinkedHashSet<String>();
        stages().stream().flatMap(stage -> stage.environment().stream()).forEach(names::add);
        names.remove(environment());
        return names;
    }

    Optional<String> publishedUrl() {
        return text(json, "publishedUrl");
    }

    Optional<String> errorStage() {
        return text(json.path("error"), "stage");
    }

    /// The ticket on which a person has to decide.
    Optional<String> errorTicket() {
        return text(json.path("error"), "ticket");
    }

    Optional<String> errorReason() {
        return text(json.path("error"), "reason");
    }

    /// Notices to partners that have neither arrived nor been given up.
    int noticesOpen() {
        var notices = json.path("notices");
        return notices.path("queued").asInt(0)
                - notices.path("sent").asInt(0)
                - notices.path("givenUp").asInt(0);
    }

    /// @param json what it waits for
    record Waiting(JsonNode json) {
        String stage() {
            return json.path("stage").asString("");
        }

        /// `gate`, `freeze` or `maintenance`.
        String reason() {
            return json.path("reason").asString("");
        }

        Optional<Instant> until() {
            return instant(json, "until");
        }

        /// The legal zone in which people are told until when.
        ZoneId zone(ZoneId otherwise) {
            try {
                return text(json, "zone").map(ZoneId::of).orElse(otherwise);
            } catch (DateTimeException _) {
                return otherwise;
            }
        }

        /// Where a person has to decide.
        Optional<String> ticket() {
            return text(json, "ticket");
        }

        /// What is still missing, in words.
        List<String> missing() {
            return StreamSupport.stream(json.path("missing").spliterator(), false)
                    .map(node -> node.asString(""))
                    .toList();
        }
    }

    /// How it went at one target.
    record Receipt(JsonNode json) {
        /// `staging/benefits-api`.
        String target() {
            return json.path("target").asString("");
        }

        boolean isIn(String environment) {
            return target().startsWith(environment + "/");
        }

        /// Its name within its environment.
        String name() {
            return target().substring(target().indexOf('/') + 1);
        }

        String outcome() {
            return json.path("outcome").asString("");
        }

        String said() {
            return json.path("said").asString("");
        }

        /// What it has again, where it was brought that.
        Optional<String> version() {
            return text(json, "version");
        }
    }

    /// One step of it.
    record Stage(JsonNode json) {
        /// The environment that its id names.
        Optional<String> environment() {
            int slash = id().indexOf('/');
            return slash > 0 ? Optional.of(id().substring(0, slash)) : Optional.empty();
        }

        String id() {
            return json.path("id").asString("");
        }

        String title() {
            return json.path("title").asString(id());
        }

        String uses() {
            return json.path("uses").asString("");
        }

        String outcome() {
            return json.path("outcome").asString("pending");
        }

        boolean isRunning() {
            return outcome().equals("running");
        }

        boolean isEnded() {
            return Set.of("passed", "failed", "skipped").contains(outcome());
        }

        boolean isFailed() {
            return outcome().equals("failed");
        }

        String summary() {
            return json.path("summary").asString("");
        }

        boolean hasEvidence() {
            return json.path("hasEvidence").asBoolean(false);
        }

        Optional<Instant> startedAt() {
            return instant(json, "startedAt");
        }

        /// While what it made visible is watched: when that has been for long enough.
        Optional<Instant> bakingUntil() {
            return instant(json, "bakingUntil");
        }

        Optional<Duration> took() {
            var took = json.path("tookMs");
            return took.isNumber()
                    ? Optional.of(Duration.ofMillis(took.asLong()))
                    : Optional.empty();
        }
    }

    static Optional<String> text(JsonNode object, String name) {
        return Optional.of(object.path(name).asString("")).filter(text -> !text.isEmpty());
    }

    static Optional<Instant> instant(JsonNode object, String name) {
        try {
            return text(object, name).map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    static Optional<ZoneId> zone(JsonNode object, String name) {
        try {
            return text(object, name).map(ZoneId::of);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
