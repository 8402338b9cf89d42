package hms.decisions;

import dev.cel.checker.CelChecker;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.List;
import java.util.Set;

/// The rule language: CEL's grammar and macros over exact decimals, dates, texts, lists and maps,
/// with everything bounded. CEL's own numbers, instants and durations are not in it.
final class Language {
    static final int MAX_LENGTH = 8_192;
    static final int MAX_NODES = 2_000;
    static final int MAX_DEPTH = 200;

    private static final int MAX_PARSER_DEPTH = 100;
    private static final int MAX_ITERATIONS = 100_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(MAX_LENGTH)
                    .maxParseRecursionDepth(MAX_PARSER_DEPTH)
                    .maxParseErrorRecoveryLimit(10)
                    .comprehensionMaxIterations(MAX_ITERATIONS)
                    .enableHeterogeneousNumericComparisons(true)
                    .enableHiddenAccumulatorVar(true)
                    .enableQuotedIdentifierSyntax(true)
                    .enableReservedIds(false)
                    .build();

    private static final FunctionTable FUNCTIONS = functions();

    private static final CelParser PARSER =
            CelParserFactory.standardCelParserBuilder()
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .setOptions(OPTIONS)
                    .build();

    private static final CelChecker CHECKER =
            CelCompilerFactory.standardCelCheckerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardEnvironmentEnabled(false)
                    .setStandardDeclarations(
                            CelStandardDeclarations.newBuilder()
                                    .includeFunctions(
                                            StandardFunction.CONDITIONAL,
                                            StandardFunction.LOGICAL_NOT,
                                            StandardFunction.LOGICAL_AND,
                                            StandardFunction.LOGICAL_OR,
                                            StandardFunction.EQUALS,
                                            StandardFunction.NOT_EQUALS,
                                            StandardFunction.IN,
                                            StandardFunction.NOT_STRICTLY_FALSE)
                                    .build())
                    .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .setStandardFunctions(
                            CelStandardFunctions.newBuilder()
                                    .includeFunctions(
                                            CelStandardFunctions.StandardFunction.LOGICAL_NOT,
                                            CelStandardFunctions.StandardFunction
                                                    .NOT_STRICTLY_FALSE)
                                    .build())
                    .addFunctionBindings(FUNCTIONS.bindings())
                    .build();

    private Language() {}

    private static FunctionTable functions() {
        var table = new FunctionTable();
        NumberFunctions.define(table);
        TextFunctions.define(table);
        DateFunctions.define(table);
        CollectionFunctions.define(table);
        return table;
    }

    static CelValidationResult parse(String expression) {
        return PARSER.parse(expression);
    }

    /// Checks a tree. The checker weighs every declaration that it is given against all others, at
    /// each check, so it is given those of the functions that the tree calls.
    static CelValidationResult check(
            CelAbstractSyntaxTree tree, Set<String> called, List<CelVarDecl> variables) {
        return CHECKER.toCheckerBuilder()
                .addFunctionDeclarations(FUNCTIONS.declarations(called))
                .addVarDeclarations(variables)
                .build()
                .check(tree);
    }

    static CelRuntime.Program plan(CelAbstractSyntaxTree tree) {
        try {
            return RUNTIME.createProgram(tree);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked rule could not be planned", e);
        }
    }

    static Iterable<String> functionNames() {
        return FUNCTIONS.names();
    }
}
