package hms.core.decide;

import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Policies;
import hms.core.state.State;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Whether artifacts may be deployed to an environment: the approvals that governance asks for,
/// asked again before every stage up to the rollout.
public final class Eligibility {

    private Eligibility() {}

    /// What is missing, if anything is.
    public static Optional<Refusal> missing(
            State state, Collection<ArtifactKey> artifacts, EnvironmentId environment, Instant at) {
        for (var key : artifacts) {
            var refusal =
                    state.policies()
                            .submitted(key)
                            .map(s -> missing(state, s, environment, at))
                            .orElseGet(() -> Optional.of(unknown(key)));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /// What is missing for a release to go into an environment, in that or in one that it passes
    /// through on its way.
    public static Optional<Refusal> missingOnWay(
            State state, Collection<ArtifactKey> artifacts, EnvironmentId destination, Instant at) {
        return state.configuration().way(destination).stream()
                .flatMap(where -> missing(state, artifacts, where, at).stream())
                .findFirst();
    }

    /// Approvals of the artifact that count for the environment now: by an enrolled key, not
    /// expired, not the submitter's own where separation is asked for.
    public static java.util.List<Policies.Approval> counting(
            State state, Policies.Submitted submitted, EnvironmentId environment, Instant at) {
        var demand =
                state.configuration()
                        .governance()
                        .demandFor(submitted.key().policy(), submitted.tags(), submitted.agency());
        return submitted.approvals().stream()
                .map(id -> state.policies().approval(id).orElseThrow())
                .filter(a -> a.holdsFor(environment, at))
                .filter(a -> state.identity().key(a.key()).orElseThrow().valid())
                .filter(a -> !demand.separation() || !a.owner().equals(submitted.submitter()))
                .toList();
    }

    private static Optional<Refusal> missing(
            State state, Policies.Submitted submitted, EnvironmentId environment, Instant at) {
        if (submitted.rejected()) {
            return Optional.of(rejected(submitted.key()));
        }
        var quarantined = quarantined(state, submitted.key());
        if (quarantined.isPresent()) {
            return quarantined;
        }
        var demand =
                state.configuration()
                        .governance()
                        .demandFor(submitted.key().policy(), submitted.tags(), submitted.agency());
        if (demand.refusePast()
                && !submitted.retroactive()
                && submitted.effective().map(e -> e.isBefore(at)).orElse(false)) {
            return Optional.of(
                    Refusal.conflict(
                            "effective-past",
                            submitted.key()
                                    + " is effective from "
                                    + submitted.effective().get()
                                    + ", which has passed; its governance refuses that.",
                            "Give it a later `effective`, or a basis with `retroactive`."));
        }
        var approvals = counting(state, submitted, environment, at);
        Set<String> owners = new HashSet<>();
        Set<String> roles = new HashSet<>();
        for (var approval : approvals) {
            owners.add(approval.owner());
            roles.addAll(state.identity().key(approval.key()).orElseThrow().roles());
        }
        if (owners.size() < demand.approvals() || !roles.containsAll(demand.roles())) {
            return Optional.of(notApproved(submitted, environment, demand, owners.size(), roles));
        }
        if (demand.leadTime().isPresent()) {
            var effective = submitted.effective().orElse(at);
            var last = approvals.getLast().at();
            if (effective.isBefore(last.plus(demand.leadTime().get()))) {
                return Optional.of(
                        Refusal.conflict(
                                "lead-time",
                                submitted.key()
                                        + " has to be approved "
                                        + demand.leadTime().get().toHours()
                                        + " h before it is effective.",
                                "Give it a later `effective`."));
            }
        }
        return Optional.empty();
    }

    private static Refusal notApproved(
            Policies.Submitted submitted,
            EnvironmentId environment,
            hms.core.pipeline.Governance.Demand demand,
            int have,
            Set<String> roles) {
        var message = new StringBuilder();
        message.append(submitted.key())
                .append(" is not approved for ")
                .append(environment)
                .append(": ")
                .append(have)
                .append(" of ")
                .append(demand.approvals())
                .append(demand.approvals() == 1 ? " approval" : " approvals");
        var missingRoles = demand.roles().stream().filter(r -> !roles.contains(r)).toList();
        if (!missingRoles.isEmpty()) {
            message.append(", none by ").append(String.join(", ", missingRoles));
        }
        if (demand.separation()) {
            message.append(" (the submitter's own does not count)");
        }
        return Refusal.conflict(
                "not-approved",
                message.append('.').toString(),
                "Approve it: hms approve FILE --sign NAME");
    }

    /// Bytes that did harm do not go out again before somebody decided so.
    static Optional<Refusal> quarantined(State state, ArtifactKey key) {
        var ticket = state.tickets().quarantined(key);
        return ticket.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Refusal.conflict(
                                "quarantined",
                                key
                                        + " is in quarantine: its canary did harm (ticket "
                                        + ticket.getAsInt()
                                        + ").",
                                "See why: hms ticket show "
                                        + ticket.getAsInt()
                                        + ". Correct it under a higher version, or release the same"
                                        + " bytes: hms ticket resolve "
                                        + ticket.getAsInt()
                                        + " --choice release --reason …"));
    }

    static Refusal unknown(ArtifactKey key) {
        return Refusal.notFound(
                "no-such-version", "There is no " + key + ".", "Submit it first: hms submit FILE");
    }

    static Refusal rejected(ArtifactKey key) {
        return Refusal.conflict(
                "rejected",
                key + " was rejected.",
                "Change it, raise `version`, and submit it again.");
    }
}
