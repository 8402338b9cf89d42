package hms.checks.scan.ethics;

import hms.artifact.Artifact;
import hms.artifact.Input;
import hms.artifact.Rule;
import hms.checks.pack.PackagedPolicy;
import hms.checks.scan.ScanFinding;
import hms.checks.scan.ScanFindings;
import hms.checks.scan.ScanRules;
import hms.checks.scan.ScanSeverity;
import hms.checks.scan.ScanTarget;
import hms.decisions.Compilation;
import hms.decisions.RuleSet;
import hms.trust.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Looks for rules that discriminate.
public final class EthicsRules implements ScanRules {
    /// The name of the set.
    public static final String NAME = "ethics";

    private static final int VERSION = 1;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Digest key(ScanTarget target) {
        return target.context();
    }

    @Override
    public void scan(ScanTarget target, ScanFindings findings) {
        target.policies().forEach(policy -> new OnePolicy(target, policy, findings).scan());
    }

    /// A policy that is being looked at.
    private record OnePolicy(ScanTarget target, PackagedPolicy policy, ScanFindings findings) {

        void scan() {
            var artifact = policy.artifact();
            var inputs = new LinkedHashMap<Input, ProtectedAttribute>();
            artifact.inputs()
                    .values()
                    .forEach(
                            input ->
                                    ProtectedAttribute.of(input)
                                            .ifPresent(found -> inputs.put(input, found)));
            inputs.forEach(this::use);
            artifact.uses()
                    .keySet()
                    .forEach(
                            alias ->
                                    ProtectedAttribute.of(alias)
                                            .ifPresent(found -> alias(alias, found)));
            if (!inputs.isEmpty() && !artifact.scenarios().isEmpty()) {
                fourFifths(inputs);
            }
        }

        private void use(Input input, ProtectedAttribute attribute) {
            var rules = rulesWith(input.name());
            if (rules.isEmpty() || input.basis().isPresent()) {
                return;
            }
            add(
                    "protected-attribute",
                    ScanSeverity.BLOCKING,
                    "inputs",
                    input.name(),
                    "%s by %s (input '%s'), and no law is named that allows it"
                            .formatted(rules, attribute.words(), input.name()),
                    "write the law beside the input, as in basis: \"42 U.S.C. 1396a(l)\", or decide"
                            + " without it");
        }

        private void alias(String alias, ProtectedAttribute attribute) {
            var rules = rulesWith(alias);
            if (!rules.isEmpty()) {
                add(
                        "protected-attribute",
                        ScanSeverity.WARNING,
                        "uses",
                        alias,
                        "%s by %s (the policy that it uses as '%s')"
                                .formatted(rules, attribute.words(), alias),
                        "see that a law allows it");
            }
        }

        /// `the rule eligible decides`, `the rules a, b decide`; empty if no rule reads the name.
        private String rulesWith(String name) {
            var rules =
                    policy.artifact().rules().values().stream()
                            .filter(rule -> Identifiers.in(rule.expression()).contains(name))
                            .map(Rule::name)
                            .toList();
            if (rules.isEmpty()) {
                return "";
            }
            return rules.size() == 1
                    ? "the rule " + rules.getFirst() + " decides"
                    : "the rules " + String.join(", ", rules) + " decide";
        }

        private void fourFifths(Map<Input, ProtectedAttribute> inputs) {
            var artifact = policy.artifact();
            var uses = target.uses(artifact);
            if (uses.isEmpty()
                    || !(RuleSet.compile(artifact, uses.get())
                            instanceof Compilation.Compiled compiled)) {
                unchecked(artifact);
                return;
            }
            var result =
                    FourFifths.of(compiled.rules(), policy.files(), inputs, target.day(artifact));
            if (result.isEmpty()) {
                unchecked(artifact);
                return;
            }
            result.get().stream()
                    .filter(FourFifths.Comparison::isUnequal)
                    .forEach(comparison -> unequal(comparison));
        }

        private void unchecked(Artifact artifact) {
            var missing =
                    artifact.uses().values().stream()
                            .filter(id -> target.uses(artifact).isEmpty())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
            add(
                    "four-fifths",
                    ScanSeverity.WARNING,
                    "scenarios",
                    "",
                    "the scenarios could not be replayed, so that outcomes by group are not known",
                    missing.isEmpty()
                            ? "correct what the simulation says about the rules or the scenarios"
                            : "scan it together with what it uses: " + missing);
        }

        private void unequal(FourFifths.Comparison comparison) {
            var input = comparison.input();
            add(
                    "four-fifths",
                    input.basis().isPresent() ? ScanSeverity.WARNING : ScanSeverity.BLOCKING,
                    "rules",
                    comparison.rule(),
                    comparison.text(),
                    input.basis().isPresent()
                            ? "see that the law beside the input ("
                                    + input.basis().get()
                                    + ") covers the difference"
                            : "find out why, and change the rule, or name the law that asks for it"
                                    + " as the basis of the input "
                                    + input.name());
        }

        private void add(
                String rule,
                ScanSeverity severity,
                String root,
                String key,
                String message,
                String remedy) {
            var artifact = policy.artifact();
            var at = Whereabouts.of(artifact, root, key);
            findings.add(
                    new ScanFinding(
                            NAME,
                            rule,
                            severity,
                            artifact.name(),
                            artifact.source().fileName(),
                            at.line(),
                            at.column(),
                            "$." + root + (key.isEmpty() ? "" : "." + key),
                            message,
                            remedy));
        }
    }
}
