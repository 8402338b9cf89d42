package hms.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
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

    /// Before which stage it waits.
    Optional<String> waitingStage() {
        return text(json.path("waiting"), "stage");
    }

    /// Until when it waits; empty if it waits for a person.
    Optional<Instant> waitingUntil() {
        return instant(json.path("waiting"), "until");
    }

    /// The ticket on which a person has to agree before it goes on.
    Optional<String> waitingTicket() {
        return text(json.path("waiting"), "ticket");
    }

    /// How it went at each target that it was brought to.
    List<Receipt> receipts() {
        return StreamSupport.stream(json.path("targets").spliterator(), false)
                .map(
                        receipt ->
                                new Receipt(
                                        receipt.path("target").asString(""),
                                        receipt.path("outcome").asString(""),
                                        receipt.path("said").asString("")))
                .toList();
    }

    /// @param target as in `staging/benefits-api`
    /// @param outcome as in `delivered` or `restored`
    /// @param said what it answered
    record Receipt(String target, String outcome, String said) {}

    /// Notices to partners that have neither arrived nor been given up.
    int noticesOpen() {
        var notices = json.path("notices");
        return notices.path("queued").asInt(0)
                - notices.path("sent").asInt(0)
                - notices.path("givenUp").asInt(0);
    }

    /// One step of it.
    record Stage(JsonNode json) {
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
