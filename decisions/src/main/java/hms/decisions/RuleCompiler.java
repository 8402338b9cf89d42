package hms.decisions;

import static java.util.Objects.requireNonNull;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.artifact.Rule;
import hms.artifact.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compiles the rules of one artifact: parse and rewrite each, put those that read others behind
/// them, check and plan.
final class RuleCompiler {
    private static final int MAX_RULES = 500;
    private static final int MAX_FINDINGS = 100;
    private static final int MAX_TOTAL_LENGTH = 100_000;
    private static final Set<CelKind> DECIDABLE =
            Set.of(
                    CelKind.BOOL,
                    CelKind.STRING,
                    CelKind.OPAQUE,
                    CelKind.LIST,
                    CelKind.MAP,
                    CelKind.DYN);

    private final Artifact artifact;
    private final Scope scope;
    private int @Nullable [] file;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Map<String, CompiledRule> compiled = new LinkedHashMap<>();

    /// A rule that was read but not checked yet.
    ///
    /// @param depth how deeply its expression is nested
    /// @param called the functions that it calls
    /// @param reads the rules that it reads
    private record Draft(
            Rule rule,
            CelAbstractSyntaxTree tree,
            Set<Slot> slots,
            Set<String> called,
            int depth,
            Set<String> reads) {}

    RuleCompiler(Artifact artifact, Map<String, Artifact> uses) {
        this.artifact = artifact;
        this.scope = new Scope(artifact, uses);
    }

    /// All rules, each behind those that it reads. Ask for the findings first.
    Map<String, CompiledRule> compile() {
        if (artifact.rules().size() > MAX_RULES || totalLength() > MAX_TOTAL_LENGTH) {
            findings.add(
                    Finding.error(
                            "too-many-rules",
                            "the artifact has more than "
                                    + MAX_RULES
                                    + " rules, or rules of more than "
                                    + MAX_TOTAL_LENGTH
                                    + " characters",
                            artifact.source().fileName(),
                            "split it into several policies, which can use each other's values"));
            return compiled;
        }
        Work.begin();
        artifact.rules().values().forEach(this::checkName);
        artifact.rules().values().forEach(this::read);
        ordered().forEach(this::check);
        return compiled;
    }

    private int totalLength() {
        return artifact.rules().values().stream()
                .mapToInt(rule -> rule.expression().length())
                .sum();
    }

    List<Finding> findings() {
        return findings;
    }

    Scope scope() {
        return scope;
    }

    private void checkName(Rule rule) {
        var name = rule.name();
        if (artifact.values().containsKey(name)
                || artifact.inputs().containsKey(name)
                || artifact.uses().containsKey(name)
                || name.equals(Scope.DATE)) {
            report(
                    rule,
                    new Problem(
                            "name-collision",
                            "a value, an input, an alias or the date has the same name",
                            1,
                            1,
                            "give the rule another name"));
        }
    }

    private void read(Rule rule) {
        if (findings.size() >= MAX_FINDINGS) {
            return;
        }
        if (rule.expression().codePointCount(0, rule.expression().length()) > Language.MAX_LENGTH) {
            report(
                    rule,
                    new Problem(
                            "rule-too-long",
                            "the expression has more than " + Language.MAX_LENGTH + " characters",
                            1,
                            1,
                            "split it into several rules, which can use each other by name"));
            return;
        }
        var parsed = Language.parse(rule.expression());
        if (parsed.hasError()) {
            report(rule, parsed);
            return;
        }
        var tree = tree(parsed);
        var rewriter = new Rewriter(scope, tree.getSource());
        var rewritten = rewriter.rewrite(tree.getExpr());
        rewriter.problems().forEach(problem -> report(rule, problem));
        if (rewriter.problems().isEmpty()) {
            var reads = new LinkedHashSet<String>();
            for (var slot : rewriter.used()) {
                if (slot.source() instanceof Slot.RuleOutcome other) {
                    reads.add(other.rule());
                }
            }
            drafts.put(
                    rule.name(),
                    new Draft(
                            rule,
                            rewritten,
                            rewriter.used(),
                            rewriter.called(),
                            rewriter.depth(),
                            reads));
        }
    }

    /// The drafts, each behind those that it reads; what is in a circle, or reads what cannot be
    /// compiled, is left out.
    private List<Draft> ordered() {
        var order = new RuleOrder(depths(), reads());
        order.circles()
                .forEach(
                        circle ->
                                report(
                                        rule(circle.get(0)),
                                        new Problem(
                                                "rules-in-a-circle",
                                                "the rules read each other in a circle: "
                                                        + Wording.brief(String.join(" → ", circle)),
                                                1,
                                                1,
                                                "let one of them stand on values and inputs alone")));
        order.tooDeep()
                .forEach(
                        name ->
                                report(
                                        rule(name),
                                        new Problem(
                                                "rule-too-complex",
                                                "the rule reads a chain of rules that is too long",
                                                1,
                                                1,
                                                "read fewer rules through each other")));
        return order.order().stream().map(name -> requireNonNull(drafts.get(name))).toList();
    }

    private Rule rule(String name) {
        return requireNonNull(artifact.rules().get(name));
    }

    private Map<String, Integer> depths() {
        var depths = new LinkedHashMap<String, Integer>();
        drafts.forEach((name, draft) -> depths.put(name, draft.depth()));
        return depths;
    }

    private Map<String, Set<String>> reads() {
        var reads = new LinkedHashMap<String, Set<String>>();
        drafts.forEach((name, draft) -> reads.put(name, draft.reads()));
        return reads;
    }

    private void check(Draft draft) {
        if (!compiled.keySet().containsAll(draft.reads())) {
            return; // what it reads has been reported
        }
        var variables =
                draft.slots().stream()
                        .map(slot -> CelVarDecl.newVarDeclaration(slot.variable(), slot.type()))
                        .toList();
        var checked = Language.check(draft.tree(), draft.called(), variables);
        if (checked.hasError()) {
            report(draft.rule(), checked);
            return;
        }
        var tree = tree(checked);
        var type = tree.getResultType();
        if (isDecidable(type)) {
            scope.typed(draft.rule().name(), type);
            compiled.put(
                    draft.rule().name(),
                    new CompiledRule(draft.rule().name(), type, Language.plan(tree)));
        } else {
            report(
                    draft.rule(),
                    new Problem(
                            "not-a-decision",
                            "the rule decides nothing",
                            1,
                            1,
                            "let it be a truth value, a number, a text, a date, a list or a map"));
        }
    }

    private static boolean isDecidable(CelType type) {
        return DECIDABLE.contains(type.kind());
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("an expression without errors has no tree", e);
        }
    }

    private void report(Rule rule, CelValidationResult result) {
        for (CelIssue issue : result.getErrors()) {
            var at = issue.getSourceLocation();
            var explanation = Wording.of(issue.getMessage());
            report(
                    rule,
                    new Problem(
                            explanation.code(),
                            explanation.message(),
                            Math.max(1, at.getLine()),
                            Math.max(1, at.getColumn() + 1),
                            explanation.remedy()));
        }
    }

    private void report(Rule rule, Problem problem) {
        if (findings.size() >= MAX_FINDINGS) {
            return;
        }
        if (file == null) {
            file = RulePosition.characters(artifact);
        }
        var at = new RulePosition(file, rule).of(problem.line(), problem.column());
        findings.add(
                new Finding(
                        Severity.ERROR,
                        problem.code(),
                        "rule "
                                + rule.name()
                                + ", column "
                                + problem.column()
                                + ": "
                                + problem.message(),
                        artifact.source().fileName(),
                        at.line(),
                        at.column(),
                        rule.place().path(),
                        problem.remedy()));
    }
}
