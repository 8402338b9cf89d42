import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/// Makes the scenario rows of `examples/policies/scenarios`, the same bytes every time:
///
///     java examples/make/MakeScenarios.java examples/policies/scenarios
///
/// Nothing here was measured. `examples/README.md` says how the rows are distributed.
final class MakeScenarios {
    private static final long SEED = 20240506;

    /// Where a sensor stands: the median of its daily means in µg/m³, and how far they scatter.
    private enum Site {
        RURAL(6.5, 0.50),
        SUBURBAN(8.5, 0.52),
        URBAN(10.5, 0.52),
        ROADSIDE(12.0, 0.50);

        final double median;
        final double sigma;

        Site(double median, double sigma) {
            this.median = median;
            this.sigma = sigma;
        }
    }

    /// A household's state, with the middle of its yearly incomes in dollars.
    private record State(String code, int medianIncome) {}

    private static final int SENSORS = 16;
    private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);
    private static final int DAYS = 365;
    private static final int HOUSEHOLDS = 2_000;
    private static final List<State> STATES =
            List.of(
                    new State("AL", 45_000),
                    new State("AZ", 50_000),
                    new State("IL", 55_000),
                    new State("IN", 50_000),
                    new State("KS", 50_000),
                    new State("KY", 45_000),
                    new State("NJ", 65_000));

    private MakeScenarios() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: java MakeScenarios.java FOLDER");
            System.exit(2);
        }
        var folder = Files.createDirectories(Path.of(args[0]));
        Files.writeString(folder.resolve("pm25-readings.csv"), readings(new Random(SEED)), UTF_8);
        Files.writeString(folder.resolve("chip-households.csv"), households(new Random(SEED + 1)), UTF_8);
    }

    /// Daily means of a year at sixteen sensors: lognormal by kind of site, higher in winter and on six days of smoke,
    /// which reaches every site. In 1.4 % of the rows the instrument has drifted below zero.
    private static String readings(Random random) {
        var csv = new StringBuilder("name,on,reading\n");
        var smoke = random.ints(6, 150, 270).boxed().toList();
        for (int day = 0; day < DAYS; day++) {
            var season = 1 + 0.15 * StrictMath.cos(2 * StrictMath.PI * (day - 15) / 365.0);
            var air = season * (smoke.contains(day) ? 3.0 : 1.0) * lognormal(random, 1, 0.15);
            for (int sensor = 1; sensor <= SENSORS; sensor++) {
                var site = Site.values()[sensor % Site.values().length];
                var mean = air * lognormal(random, site.median, site.sigma);
                var drifted = random.nextDouble() < 0.014;
                var reading = tenths(drifted ? -0.1 - 2.5 * random.nextDouble() : mean);
                csv.append("sensor-%02d,%s,%s\n".formatted(sensor, FIRST_DAY.plusDays(day), reading));
            }
        }
        return csv.toString();
    }

    /// Households that ask on some day from 2019 to 2025: most of two to five people, incomes lognormal by state.
    private static String households(Random random) {
        var csv = new StringBuilder("name,on,income,household,age,state\n");
        var start = LocalDate.of(2019, 1, 1);
        for (int number = 1; number <= HOUSEHOLDS; number++) {
            var state = STATES.get(random.nextInt(STATES.size()));
            var on = start.plusDays(random.nextInt(7 * 365));
            var income = cents(lognormal(random, state.medianIncome, 0.6));
            var household = 2 + Math.min(8, (int) (-1.6 * StrictMath.log(1 - random.nextDouble())));
            var age = random.nextInt(21);
            csv.append("household-%04d,%s,%s,%d,%d,%s\n".formatted(number, on, income, household, age, state.code));
        }
        return csv.toString();
    }

    private static double lognormal(Random random, double median, double sigma) {
        return median * StrictMath.exp(sigma * random.nextGaussian());
    }

    private static BigDecimal tenths(double number) {
        return BigDecimal.valueOf(number).setScale(1, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal cents(double number) {
        return BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_EVEN);
    }
}
