package hms.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How policies are deployed. Immutable: each method answers a changed copy.
///
/// @param env the environment
/// @param signer who approves in the same act; empty where that has been done
/// @param comment why, for the approval
/// @param canary for whom it is at first: `5%`, `region:NCR`; empty as the pipeline says
/// @param bake how long a canary has to stay healthy; empty as the pipeline says
/// @param partners who is told; empty as the artifacts say
/// @param schedule from when it is live; empty for now, or the artifact's own date
/// @param patience how long to wait for the run's end
public record DeployOptions(
        String env,
        Optional<Signer> signer,
        String comment,
        Optional<String> canary,
        Optional<Duration> bake,
        List<String> partners,
        Optional<String> schedule,
        Duration patience) {
    public DeployOptions {
        partners = List.copyOf(partners);
    }

    /// To an environment, as its pipeline says.
    public static DeployOptions to(String environment) {
        return new DeployOptions(
                environment,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Duration.ofHours(1));
    }

    public DeployOptions signedBy(Signer who) {
        return new DeployOptions(
                env, Optional.of(who), comment, canary, bake, partners, schedule, patience);
    }

    public DeployOptions comment(String why) {
        return new DeployOptions(env, signer, why, canary, bake, partners, schedule, patience);
    }

    public DeployOptions canary(String select) {
        return new DeployOptions(
                env, signer, comment, Optional.of(select), bake, partners, schedule, patience);
    }

    public DeployOptions bake(Duration time) {
        return new DeployOptions(
                env, signer, comment, canary, Optional.of(time), partners, schedule, patience);
    }

    public DeployOptions partners(String... names) {
        return new DeployOptions(
                env, signer, comment, canary, bake, List.of(names), schedule, patience);
    }

    public DeployOptions schedule(String time) {
        return new DeployOptions(
                env, signer, comment, canary, bake, partners, Optional.of(time), patience);
    }

    public DeployOptions patience(Duration time) {
        return new DeployOptions(env, signer, comment, canary, bake, partners, schedule, time);
    }

    /// As the API takes them.
    ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode().put("env", env);
        canary.ifPresent(select -> json.put("canary", select));
        bake.ifPresent(time -> json.put("bake", time.toSeconds() + "s"));
        schedule.ifPresent(time -> json.put("schedule", time));
        if (!partners.isEmpty()) {
            partners.forEach(json.putArray("partners")::add);
        }
        return json;
    }
}
