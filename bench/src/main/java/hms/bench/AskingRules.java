package hms.bench;

import static java.util.Objects.requireNonNull;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import hms.client.HmsClient;
import hms.client.Policy;
import hms.client.live.Ruling;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A rule of one clause and one of three, asked again and again. What [ValueReadBench] measures;
/// JMH makes programs of it.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AskingRules {

    private static final String POLICY = "bench-eligibility";
    private static final String YAML =
            """
            version: 1.0.0
            title: Who is covered
            age_limit: 19
            income_cap: 41500
            states: [AL, AZ, IL, IN, KS, KY, NJ]
            inputs:
              age: { type: integer, min: 0, max: 130 }
              income: { type: number, min: 0 }
              state: { type: string }
            rules:
              young: age < age_limit
              eligible: age < age_limit && income <= income_cap && state in states
            """;

    /// What is asked about: a child of 12 in New Jersey.
    @State(Scope.Benchmark)
    public static class Child {
        private final Map<String, Object> inputs =
                new HashMap<>(
                        Map.of("age", 12, "income", new BigDecimal("38250.50"), "state", "NJ"));
        private final Map<String, Object> age = new HashMap<>(Map.of("age", 12));
    }

    /// What a programmer would write, with values that may become others.
    @State(Scope.Benchmark)
    public static class ByHand {
        private volatile HashMap<String, Object> values =
                new HashMap<>(
                        Map.of(
                                "age_limit",
                                19,
                                "income_cap",
                                new BigDecimal("41500"),
                                "states",
                                List.of("AL", "AZ", "IL", "IN", "KS", "KY", "NJ")));

        private boolean young(Map<String, Object> inputs) {
            return (int) given(inputs, "age") < (int) given(values, "age_limit");
        }

        private boolean eligible(Map<String, Object> inputs) {
            var now = values;
            return (int) given(inputs, "age") < (int) given(now, "age_limit")
                    && ((BigDecimal) given(inputs, "income"))
                                    .compareTo((BigDecimal) given(now, "income_cap"))
                            <= 0
                    && ((List<?>) given(now, "states")).contains(given(inputs, "state"));
        }

        private static Object given(Map<String, Object> values, String name) {
            return requireNonNull(values.get(name));
        }
    }

    /// A client as programs have it, but for the connection.
    @State(Scope.Benchmark)
    public static class Hms {
        private final HmsClient client = HmsClient.inMemory().set(POLICY, YAML).client();
        private final Policy policy = client.getPolicy(POLICY);
    }

    /// The rule language alone, with its own numbers: 64-bit integers and doubles.
    @State(Scope.Benchmark)
    public static class Cel {
        private final CelRuntime.Program eligible =
                program("age < age_limit && income <= income_cap && state in states");
        private final Map<String, Object> variables =
                new HashMap<>(
                        Map.of(
                                "age",
                                12L,
                                "income",
                                38_250.5,
                                "state",
                                "NJ",
                                "age_limit",
                                19L,
                                "income_cap",
                                41_500.0,
                                "states",
                                List.of("AL", "AZ", "IL", "IN", "KS", "KY", "NJ")));

        private static CelRuntime.Program program(String expression) {
            try {
                var tree =
                        CelCompilerFactory.standardCelCompilerBuilder()
                                .addVar("age", SimpleType.INT)
                                .addVar("income", SimpleType.DOUBLE)
                                .addVar("state", SimpleType.STRING)
                                .addVar("age_limit", SimpleType.INT)
                                .addVar("income_cap", SimpleType.DOUBLE)
                                .addVar("states", ListType.create(SimpleType.STRING))
                                .build()
                                .compile(expression)
                                .getAst();
                return CelRuntimeFactory.plannerRuntimeBuilder()
                        .setOptions(
                                CelOptions.current()
                                        .enableHeterogeneousNumericComparisons(true)
                                        .build())
                        .build()
                        .createProgram(tree);
            } catch (CelValidationException | CelEvaluationException e) {
                throw new IllegalStateException(expression + " could not be compiled", e);
            }
        }
    }

    @Benchmark
    public boolean youngByHand(ByHand hand, Child child) {
        return hand.young(child.age);
    }

    @Benchmark
    public Ruling young(Hms hms, Child child) {
        return hms.policy.evaluate("young", child.age);
    }

    @Benchmark
    public boolean eligibleByHand(ByHand hand, Child child) {
        return hand.eligible(child.inputs);
    }

    @Benchmark
    public Ruling eligible(Hms hms, Child child) {
        return hms.policy.evaluate("eligible", child.inputs);
    }

    @Benchmark
    public Object eligibleInCelAlone(Cel cel) throws CelEvaluationException {
        return cel.eligible.eval(cel.variables);
    }
}
