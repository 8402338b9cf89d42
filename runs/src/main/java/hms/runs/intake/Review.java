package hms.runs.intake;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.artifact.PolicyId;
import hms.checks.compare.Changes;
import hms.core.decide.Eligibility;
import hms.core.decide.Refusal;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.State;
import hms.decisions.RuleSet;
import hms.runs.Library;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an approver has to know before signing: what is wrong, what changes, what is missing.
final class Review {

    private final Library library;
    private final InstantSource clock;

    Review(Library library, InstantSource clock) {
        this.library = library;
        this.clock = clock;
    }

    /// What refuses the release: rules that cannot be asked.
    List<Finding> errors(Submission submission, State state) {
        var errors = new ArrayList<Finding>();
        for (var member : submission.members()) {
            RuleSet.findings(member.artifact(), uses(member.artifact(), submission, state)).stream()
                    .filter(Finding::isError)
                    .forEach(errors::add);
        }
        return errors;
    }

    Answers.SubmitReport report(Submission submission, State state, boolean already) {
        return new Answers.SubmitReport(
                submission.members().stream().map(m -> member(m, state, already)).toList(),
                submission.manifest().root(),
                already);
    }

    private Answers.Member member(Submission.Member member, State state, boolean already) {
        var key = member.key();
        var live = live(state, key.policy());
        var changes =
                live.map(l -> Changes.between(library.artifact(l), member.artifact()))
                        .orElse(List.of());
        var submitted = state.policies().submitted(key);
        var now = clock.instant();
        var demand =
                state.configuration()
                        .governance()
                        .demandFor(
                                key.policy(), member.artifact().tags(), member.artifact().agency());
        int have =
                submitted
                        .map(
                                s ->
                                        Eligibility.counting(
                                                        state, s, EnvironmentId.PRODUCTION, now)
                                                .size())
                        .orElse(0);
        return new Answers.Member(
                key,
                member.artifact().digest(),
                already,
                member.versionGiven(),
                member.warnings(),
                Optional.empty(),
                List.of(),
                live.map(l -> l.key()),
                live.map(l -> library.artifact(l).digest()),
                changes,
                Optional.empty(),
                have,
                demand.approvals(),
                submitted.isEmpty()
                        ? Optional.empty()
                        : Eligibility.missing(state, List.of(key), EnvironmentId.PRODUCTION, now)
                                .map(Refusal::message));
    }

    private Optional<hms.core.state.Policies.Submitted> live(State state, PolicyId policy) {
        return state.live()
                .inForce(new Line(EnvironmentId.PRODUCTION, policy), clock.instant())
                .flatMap(e -> state.policies().submitted(new ArtifactKey(policy, e.version())));
    }

    /// What its rules read from other policies: of the same release, else what is in force, else
    /// the newest that was submitted.
    private Map<String, Artifact> uses(Artifact artifact, Submission submission, State state) {
        var uses = new LinkedHashMap<String, Artifact>();
        artifact.uses()
                .forEach(
                        (alias, policy) ->
                                submission.members().stream()
                                        .filter(m -> m.artifact().id().equals(policy))
                                        .map(Submission.Member::artifact)
                                        .findFirst()
                                        .or(() -> live(state, policy).map(library::artifact))
                                        .or(() -> newest(state, policy))
                                        .ifPresent(a -> uses.put(alias, a)));
        return uses;
    }

    private Optional<Artifact> newest(State state, PolicyId policy) {
        return state.policies()
                .policy(policy)
                .flatMap(p -> p.latest())
                .flatMap(v -> state.policies().submitted(new ArtifactKey(policy, v)))
                .map(library::artifact);
    }
}
