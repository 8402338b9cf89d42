package hms.runs.intake;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.artifact.PolicyId;
import hms.artifact.VersionLint;
import hms.checks.compare.Changes;
import hms.checks.lint.LintContext;
import hms.checks.lint.LintReport;
import hms.checks.simulate.Simulation;
import hms.checks.simulate.SimulationResult;
import hms.core.decide.Eligibility;
import hms.core.decide.Refusal;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Policies;
import hms.core.state.State;
import hms.runs.content.Library;
import hms.runs.step.Replays;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    /// A release with what was found in each of its artifacts.
    record Reviewed(Submission submission, List<MemberFindings> members) {

        /// What refuses the release: schema, rules, versions and dates that cannot hold. Artifacts
        /// that were submitted before are taken as they are.
        List<Finding> errors(State state) {
            return members.stream()
                    .filter(m -> state.policies().submitted(m.member().key()).isEmpty())
                    .flatMap(m -> m.findings().stream())
                    .filter(Finding::isError)
                    .toList();
        }
    }

    record MemberFindings(Submission.Member member, List<Finding> findings) {}

    /// Reviews every artifact, on as many cores as are free: each stands by itself, and compiling
    /// the rules of thousands takes its time.
    Reviewed review(Submission submission, State state) {
        return new Reviewed(
                submission,
                submission.members().parallelStream()
                        .map(m -> new MemberFindings(m, findings(m, submission, state)))
                        .toList());
    }

    private List<Finding> findings(Submission.Member member, Submission submission, State state) {
        var policies = new LinkedHashMap<PolicyId, Artifact>();
        uses(member.artifact(), submission, state).values().forEach(a -> policies.put(a.id(), a));
        var line = new Line(EnvironmentId.PRODUCTION, member.artifact().id());
        return LintReport.findings(
                member.artifact(),
                new LintContext(
                        live(state, member.artifact().id()).map(library::artifact),
                        state.live().history(line).timeline(),
                        policies,
                        clock.instant(),
                        state.configuration().zone()));
    }

    Answers.SubmitReport report(Reviewed reviewed, State state, boolean already) {
        var submission = reviewed.submission();
        return new Answers.SubmitReport(
                reviewed.members().stream()
                        .map(m -> member(m, submission, state, already))
                        .toList(),
                submission.manifest().root(),
                already);
    }

    private Answers.Member member(
            MemberFindings found, Submission submission, State state, boolean already) {
        var member = found.member();
        var key = member.key();
        var live = live(state, key.policy());
        var changes =
                live.map(l -> Changes.between(library.artifact(l), member.artifact()))
                        .orElse(List.of());
        var bump = live.map(l -> VersionLint.compare(library.artifact(l), member.artifact()));
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
                warnings(found),
                bump.map(b -> b.required().name().toLowerCase(Locale.ROOT)),
                bump.map(VersionLint.Result::reasons).orElse(List.of()),
                live.map(l -> l.key()),
                live.map(l -> library.artifact(l).digest()),
                changes,
                simulation(member, live, submission, state),
                have,
                demand.approvals(),
                submitted.isEmpty()
                        ? Optional.empty()
                        : Eligibility.missingOnWay(
                                        state, List.of(key), EnvironmentId.PRODUCTION, now)
                                .map(Refusal::message));
    }

    private static List<Finding> warnings(MemberFindings found) {
        var all = new ArrayList<>(found.member().warnings());
        found.findings().stream().filter(f -> !f.isError() && !all.contains(f)).forEach(all::add);
        return all;
    }

    /// What the simulation would say now, as JSON. A malformed scenario file is a finding of the
    /// stage.
    private Optional<String> simulation(
            Submission.Member member,
            Optional<Policies.Submitted> live,
            Submission submission,
            State state) {
        if (member.artifact().scenarios().isEmpty()) {
            return Optional.empty();
        }
        var result =
                Replays.replay(
                        live.map(library::artifact)
                                .map(a -> new Replays.Asked(a, uses(a, submission, state))),
                        new Replays.Asked(
                                member.artifact(), uses(member.artifact(), submission, state)),
                        member.files(),
                        Simulation.USUAL_THRESHOLD,
                        clock.instant(),
                        state.configuration().zone());
        return result instanceof SimulationResult.Replayed r
                ? Optional.of(r.report().toJson())
                : Optional.empty();
    }

    private Optional<Policies.Submitted> live(State state, PolicyId policy) {
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
