package hms.checks.test;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.artifact.PolicyId;
import hms.checks.cases.CaseFiles;
import hms.checks.cases.Purpose;
import hms.checks.pack.PackagedPolicy;
import hms.decisions.Compilation;
import hms.decisions.RuleSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs the tests that the policies of a package bring along.
public final class PackageTests {
    private final Map<PolicyId, Artifact> companions;
    private final Instant at;
    private final ZoneId zone;
    private final ClientSdk sdk;
    private final List<TestOutcome> tests = new ArrayList<>();
    private final List<Finding> problems = new ArrayList<>();

    private PackageTests(
            Map<PolicyId, Artifact> companions, Instant at, ZoneId zone, ClientSdk sdk) {
        this.companions = companions;
        this.at = at;
        this.zone = zone;
        this.sdk = sdk;
    }

    /// Runs them all.
    ///
    /// @param policies the artifacts, with the files that they name
    /// @param companions the artifacts that may stand behind their `uses`, besides each other
    /// @param at when they would be in force, where they do not say so themselves
    /// @param zone the zone of local dates where an artifact names none
    /// @param sdk the client that the integration cases load them into
    public static TestReport run(
            List<PackagedPolicy> policies,
            Map<PolicyId, Artifact> companions,
            Instant at,
            ZoneId zone,
            ClientSdk sdk) {
        var known = new HashMap<>(companions);
        policies.forEach(policy -> known.put(policy.artifact().id(), policy.artifact()));
        var run = new PackageTests(known, at, zone, sdk);
        policies.forEach(run::test);
        return new TestReport(run.tests, run.problems);
    }

    private void test(PackagedPolicy policy) {
        var artifact = policy.artifact();
        var uses = new HashMap<String, Artifact>();
        for (var used : artifact.uses().entrySet()) {
            var found = companions.get(used.getValue());
            if (found == null) {
                problems.add(unknown(artifact, used.getKey(), used.getValue()));
                return;
            }
            uses.put(used.getKey(), found);
        }
        switch (RuleSet.compile(artifact, uses)) {
            case Compilation.Refused refused -> problems.addAll(refused.findings());
            case Compilation.Compiled compiled ->
                    test(
                            new Subject(
                                    artifact,
                                    compiled.rules(),
                                    policy.files(),
                                    uses,
                                    day(artifact)));
        }
    }

    private static Finding unknown(Artifact artifact, String alias, PolicyId id) {
        return Finding.error(
                "used-policy-unknown",
                artifact.name()
                        + " uses "
                        + id
                        + " as "
                        + alias
                        + ", and there is no such policy here",
                artifact.source().fileName(),
                "pack " + id + " as well, or put its file beside this one");
    }

    private void test(Subject subject) {
        var cases = new RuleCases(subject);
        problems.addAll(
                CaseFiles.read(
                        subject.rules(),
                        Optional.empty(),
                        subject.artifact().tests(),
                        subject.files(),
                        Purpose.TESTS,
                        cases));
        tests.addAll(cases.tests());
        problems.addAll(cases.problems());
        tests.add(new IntegrationCase(subject, sdk).run(cases.asked()));
    }

    private LocalDate day(Artifact artifact) {
        return artifact.effectiveInstant(zone)
                .filter(at::isBefore)
                .orElse(at)
                .atZone(artifact.zone(zone))
                .toLocalDate();
    }
}
