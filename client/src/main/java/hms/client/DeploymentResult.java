package hms.client;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What became of a deployment.
///
/// @param run the run's number; empty where none came about
/// @param status as the API names it: `success`, `failure`, `rolled-back`, `halted`, `scheduled`,
///     `waiting`; `failure` where no run came about
/// @param error why it did not come to what was asked for
/// @param publishedUrl where everybody can read what was published
public record DeploymentResult(
        OptionalInt run, String status, Optional<String> error, Optional<String> publishedUrl) {
    private static final Set<String> AT_REST =
            Set.of("success", "failure", "rolled-back", "scheduled", "waiting", "halted");

    /// Whether it is live.
    public boolean isSuccess() {
        return status.equals("success");
    }

    static DeploymentResult failed(String why) {
        return new DeploymentResult(
                OptionalInt.empty(), "failure", Optional.of(why), Optional.empty());
    }

    /// A run as the API describes it.
    static DeploymentResult of(JsonNode run) {
        var stage = run.path("error").path("stage").asString("");
        var reason = run.path("error").path("reason").asString("");
        var why = stage.isEmpty() ? reason : stage + ": " + reason;
        return new DeploymentResult(
                OptionalInt.of(run.path("run").asInt(0)),
                run.path("status").asString(""),
                Optional.of(why).filter(text -> !text.isEmpty()),
                Optional.of(run.path("publishedUrl").asString("")).filter(text -> !text.isEmpty()));
    }

    /// Whether nothing follows any more, or only after an instant or a person.
    boolean isAtRest() {
        return AT_REST.contains(status);
    }
}
