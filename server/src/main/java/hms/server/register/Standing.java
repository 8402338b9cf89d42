package hms.server.register;

import hms.artifact.Answer;
import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Register;
import hms.core.state.State;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a document stands: whether its rule binds, and what it has to do with other documents.
///
/// A withdrawn rule amends nothing, whatever it set out to do: what it would have taken the place
/// of stands.
record Standing(PublishedArtifacts artifacts) {

    static DocumentRef ref(Register.Published published) {
        return ref(published.number());
    }

    static DocumentRef ref(int number) {
        return new DocumentRef(Register.VOLUME, number);
    }

    /// The policy's versions in production, which is where rules bind.
    static Timeline timeline(State state, PolicyId policy) {
        return state.live().history(new Line(EnvironmentId.PRODUCTION, policy)).timeline();
    }

    Kind kind(Register.Published published, Artifact artifact) {
        if (published.withdraws().isPresent()) {
            return Kind.WITHDRAWAL;
        }
        return artifact.corrects().isPresent() ? Kind.CORRECTION : Kind.RULE;
    }

    List<Link> links(State state, Register.Published published, Artifact artifact) {
        var links = new ArrayList<Link>();
        published.withdraws().ifPresent(n -> links.add(Link.of(Relation.WITHDRAWS, ref(n))));
        var withdrawal = withdrawal(state, published);
        withdrawal.ifPresent(by -> links.add(Link.of(Relation.WITHDRAWN_BY, ref(by))));
        if (withdrawal.isEmpty()) {
            boolean corrects = artifact.corrects().isPresent();
            var relation = corrects ? Relation.CORRECTS : Relation.AMENDS;
            published.amends().ifPresent(n -> links.add(Link.of(relation, ref(n))));
        }
        Optional.ofNullable(state.register().amendedBy().get(published.number()))
                .flatMap(state.register()::document)
                .ifPresent(later -> links.add(Link.of(relationOf(state, later), ref(later))));
        return links;
    }

    private Relation relationOf(State state, Register.Published later) {
        return artifacts.of(state, later).corrects().isPresent()
                ? Relation.CORRECTED_BY
                : Relation.AMENDED_BY;
    }

    /// The status of a rule, as of an instant.
    Status status(
            State state,
            Register.Published published,
            Artifact artifact,
            Instant now,
            ZoneId zone) {
        if (published.withdraws().isPresent()) {
            return Status.InForce.since(published.at());
        }
        return withdrawal(state, published)
                .<Status>map(by -> new Status.Withdrawn(new Status.Succession(ref(by), by.at())))
                .orElseGet(() -> ofRule(state, published, artifact, now, zone));
    }

    private static Optional<Register.Published> withdrawal(
            State state, Register.Published published) {
        return Optional.ofNullable(state.register().withdrawnBy().get(published.number()))
                .flatMap(state.register()::document);
    }

    private static Status ofRule(
            State state,
            Register.Published published,
            Artifact artifact,
            Instant now,
            ZoneId zone) {
        var timeline = timeline(state, published.policy());
        var answer = timeline.answer(now);
        var own = answer.inForce().filter(f -> f.entry().version().equals(published.version()));
        if (own.isPresent()) {
            return inForce(state, published, artifact, timeline, own.get(), zone);
        }
        var coming =
                timeline.intervals().stream()
                        .filter(i -> i.from().isAfter(now))
                        .filter(i -> i.entry().version().equals(published.version()))
                        .findFirst();
        if (coming.isPresent()) {
            return new Status.FromLater(coming.get().from());
        }
        var past =
                timeline.intervals().stream()
                        .filter(i -> i.entry().version().equals(published.version()))
                        .reduce((first, second) -> second);
        if (past.isEmpty()) {
            return new Status.FromLater(
                    artifact.effectiveInstant(zone).filter(at -> at.isAfter(now)).orElse(null));
        }
        var end = past.get().until().orElse(now);
        return successor(state, published, timeline, end)
                .<Status>map(Status.Superseded::new)
                .orElseGet(() -> new Status.Ended(end.minusNanos(1).atZone(zone).toLocalDate()));
    }

    private static Status inForce(
            State state,
            Register.Published published,
            Artifact artifact,
            Timeline timeline,
            Answer.InForce own,
            ZoneId zone) {
        var next =
                own.until().flatMap(end -> successor(state, published, timeline, end)).orElse(null);
        return new Status.InForce(
                own.from(), artifact.expires().map(e -> e.day(zone)).orElse(null), next);
    }

    /// The document whose rule begins where this one's ends.
    private static Optional<Status.Succession> successor(
            State state, Register.Published published, Timeline timeline, Instant end) {
        return timeline.answer(end)
                .inForce()
                .flatMap(
                        f ->
                                state.register()
                                        .of(
                                                new ArtifactKey(
                                                        published.policy(), f.entry().version())))
                .filter(p -> p.number() != published.number())
                .map(p -> new Status.Succession(ref(p), end));
    }
}
