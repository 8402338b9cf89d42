package hms.runs.target;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import hms.artifact.Artifact;
import hms.artifact.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The expression of a route: CEL over `id`, `version`, `agency`, `tags` and `values`. It answers
/// which policies go to a target, not what is right, so its numbers are CEL's own.
final class RouteExpression {

    private static final int LONGEST = 2_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(LONGEST)
                    .comprehensionMaxIterations(10_000)
                    .enableHeterogeneousNumericComparisons(true)
                    .build();

    private static final CelCompiler COMPILER =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addVar("id", SimpleType.STRING)
                    .addVar("version", SimpleType.STRING)
                    .addVar("agency", SimpleType.STRING)
                    .addVar("tags", ListType.create(SimpleType.STRING))
                    .addVar("values", MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .setResultType(SimpleType.BOOL)
                    .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private final CelRuntime.Program program;

    private RouteExpression(CelRuntime.Program program) {
        this.program = program;
    }

    /// What is wrong with the text; empty if it is an expression.
    static Optional<String> complaint(String text) {
        try {
            compile(text);
            return Optional.empty();
        } catch (CelValidationException e) {
            return Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /// @throws IllegalArgumentException if the text is no expression
    static RouteExpression of(String text) {
        try {
            return new RouteExpression(RUNTIME.createProgram(compile(text)));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no expression: " + e.getMessage(), e);
        }
    }

    private static CelAbstractSyntaxTree compile(String text) throws CelValidationException {
        return COMPILER.compile(text).getAst();
    }

    /// Whether it holds for the artifact. One that asks for a value that the artifact does not have
    /// does not hold.
    boolean holds(Artifact artifact) {
        var facts = new HashMap<String, Object>();
        facts.put("id", artifact.id().text());
        facts.put("version", artifact.version().toString());
        facts.put("agency", artifact.agency().orElse(""));
        facts.put("tags", artifact.tags());
        facts.put("values", plain(new Value.MapValue(artifact.values())));
        try {
            return Boolean.TRUE.equals(program.eval(facts));
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    private static Object plain(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Num num -> num.number().doubleValue();
            case Value.Bool bool -> bool.truth();
            case Value.Date date -> date.date().toString();
            case Value.ListValue list -> list.items().stream().map(RouteExpression::plain).toList();
            case Value.MapValue map -> plain(map.entries());
            case Value.Dated dated ->
                    dated.steps().values().stream()
                            .flatMap(Optional::stream)
                            .map(RouteExpression::plain)
                            .toList();
        };
    }

    private static Map<String, Object> plain(Map<String, Value> entries) {
        var map = new HashMap<String, Object>();
        entries.forEach((name, value) -> map.put(name, plain(value)));
        return map;
    }
}
