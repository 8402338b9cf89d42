package hms.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.checks.simulate.Simulation;
import hms.checks.simulate.SimulationReport;
import hms.checks.simulate.SimulationResult;
import hms.decisions.Compilation;
import hms.decisions.RuleSet;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/// How many cases of a CSV file a simulation replays a second on one core, beside a loop that
/// somebody wrote by hand for this one rule.
///
/// Both read the same bytes, ask the live and the new version of a rule of three clauses, and count
/// what changes. Times are processor time of the one thread, so that a busy machine does not blur
/// them.
///
/// ```
/// java … hms.bench.SimulationBench [cases]      200,000 unless told otherwise
/// ```
public final class SimulationBench {
    private static final int ROUNDS = 5;
    private static final LocalDate ON = LocalDate.of(2024, 6, 1);
    private static final BigDecimal LIVE_CAP = new BigDecimal("50947.20");
    private static final BigDecimal NEW_CAP = new BigDecimal("50508.00");
    private static final BigDecimal AGE_LIMIT = new BigDecimal(19);

    private SimulationBench() {}

    /// Prints the rates.
    public static void main(String[] arguments) {
        int cases = arguments.length == 0 ? 200_000 : Integer.parseInt(arguments[0]);
        var csv = csv(cases);
        var live = rules(LIVE_CAP);
        var candidate = rules(NEW_CAP);
        long expected = byHand(csv);
        double floor = fastest(cases, () -> byHand(csv), expected);
        double ours =
                fastest(cases, () -> simulated(live, candidate, csv).changedOutcomes(), expected);
        System.out.printf(
                Locale.ROOT,
                "simulation of %,d cases: %s; cases per second of one core%n"
                        + "  by hand     %,12.0f%n"
                        + "  simulation  %,12.0f   (%.1f × as long)%n",
                cases,
                simulated(live, candidate, csv).summary(),
                floor,
                ours,
                floor / ours);
    }

    private static double fastest(int cases, LongSupplier work, long expected) {
        var threads = ManagementFactory.getThreadMXBean();
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            long changed = work.getAsLong();
            double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
            if (changed != expected) {
                throw new IllegalStateException(
                        changed + " outcomes changed, " + expected + " should have");
            }
            best = Math.max(best, cases / seconds);
        }
        return best;
    }

    private static SimulationReport simulated(RuleSet live, RuleSet candidate, byte[] csv) {
        var result =
                Simulation.run(
                        Optional.of(live),
                        candidate,
                        Map.of("cases.csv", csv),
                        Simulation.USUAL_THRESHOLD,
                        ON);
        return switch (result) {
            case SimulationResult.Replayed replayed -> replayed.report();
            case SimulationResult.Malformed malformed ->
                    throw new IllegalStateException(malformed.findings().toString());
        };
    }

    private static long byHand(byte[] csv) {
        long changed = 0;
        var rows = new String(csv, UTF_8).lines().skip(1).iterator();
        while (rows.hasNext()) {
            var cells = rows.next().split(",", -1);
            var income = new BigDecimal(cells[1]);
            var age = new BigDecimal(cells[2]);
            boolean resident = cells[3].equals("true");
            boolean before =
                    age.compareTo(AGE_LIMIT) < 0 && resident && income.compareTo(LIVE_CAP) <= 0;
            boolean after =
                    age.compareTo(AGE_LIMIT) < 0 && resident && income.compareTo(NEW_CAP) <= 0;
            if (before != after) {
                changed++;
            }
        }
        return changed;
    }

    private static RuleSet rules(BigDecimal cap) {
        var text =
                """
                id: income-cap
                version: 1.0.0
                cap: %s
                age_limit: 19
                inputs:
                  income: { type: number, min: 0 }
                  age: { type: integer, min: 0 }
                  resident: { type: boolean }
                rules:
                  eligible: age < age_limit && resident && income <= cap
                scenarios: [cases.csv]
                """
                        .formatted(cap);
        var parsed =
                ArtifactParser.parse(text.getBytes(UTF_8), "income-cap.yaml", Optional.empty());
        if (parsed instanceof ParseResult.Parsed artifact
                && RuleSet.compile(artifact.artifact(), Map.of())
                        instanceof Compilation.Compiled compiled) {
            return compiled.rules();
        }
        throw new IllegalStateException(parsed.findings().toString());
    }

    private static byte[] csv(int cases) {
        var random = new Random(20240601);
        List<String> rows = new ArrayList<>();
        rows.add("name,income,age,resident");
        for (int i = 0; i < cases; i++) {
            var income = BigDecimal.valueOf(random.nextInt(10_000_000), 2);
            rows.add(
                    "case-"
                            + i
                            + ","
                            + income
                            + ","
                            + random.nextInt(25)
                            + ","
                            + (random.nextInt(10) > 0));
        }
        return String.join("\n", rows).getBytes(UTF_8);
    }
}
