package hms.runs;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Policies as people write them, and the mistakes that they make: generated, always the same for
/// the same seed.
///
/// Each mistake is one that the scenarios do not show, for what they show is in front of whoever
/// approves: it begins with a date, beyond a range, or for a kind of site that nobody recorded.
final class Drafts {

    /// What is wrong with a new version.
    enum Mistake {
        UNIT,
        SIGN,
        POINT_LEFT,
        POINT_RIGHT,
        BRANCH_DELETED,
        THROWS,
        AMOUNT
    }

    /// Where it does not show.
    enum Hidden {
        DATE,
        RANGE,
        KIND
    }

    /// @param before version 1.0.0
    /// @param after version 2.0.0
    record Draft(
            String id, byte[] before, byte[] after, byte[] cases, Bots.World world, String what) {}

    private final Random random;

    Drafts(long seed) {
        this.random = new Random(seed);
    }

    /// The world of one policy: sites of some kinds, with readings around a level.
    private record Setting(double limit, double level, double spread, boolean isPast)
            implements Bots.World {

        @Override
        public Map<String, String> apply(Random random) {
            int site = random.nextInt(10);
            boolean rare = !isPast && site < 2;
            double reading =
                    Math.max(
                            0, level * Math.exp(random.nextGaussian() * spread) * (rare ? 1.2 : 1));
            boolean peak = !isPast && random.nextInt(10) < 2;
            return Map.of(
                    "reading",
                    number(peak ? limit * 6 + reading : Math.min(reading, limit * 5)),
                    "kind",
                    rare ? "port" : site < 6 ? "town" : "field");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /// A change that does what it is for: an easier or a stricter limit, another way to write the
    /// same, another fee.
    Draft good(String id) {
        double limit = 20 + random.nextInt(60);
        double factor = new double[] {0.7, 0.8, 0.9, 1, 1.1, 1.3}[random.nextInt(6)];
        double fee = 2 + random.nextInt(5);
        var rules = rules(number(fee * (random.nextBoolean() ? 1 : 1.25)), "limit", "reading");
        var setting = new Setting(limit, limit * (0.4 + random.nextDouble()), 0.5, false);
        var same = new Setting(limit, setting.level(), setting.spread(), false);
        return new Draft(
                id,
                artifact(id, "1.0.0", number(limit), rules(number(fee), "limit", "reading")),
                artifact(id, "2.0.0", number(limit * factor), rules),
                cases(same, 300 + random.nextInt(700), ""),
                setting,
                "limit %.0f times %.2f".formatted(limit, factor));
    }

    /// A change with a mistake in it.
    Draft bad(String id, Mistake mistake, Hidden hidden) {
        double limit = 20 + random.nextInt(60);
        double factor = 0.9 + random.nextDouble() * 0.2;
        double level = limit * (0.5 + random.nextDouble() * 0.4);
        var setting = new Setting(limit, level, 0.6, false);
        var past = new Setting(limit, level, 0.6, hidden != Hidden.DATE);
        var fee = number(2 + random.nextInt(5));
        return new Draft(
                id,
                artifact(id, "1.0.0", number(limit), rules(fee, "limit", "reading")),
                artifact(
                        id,
                        "2.0.0",
                        number(limit * factor),
                        wrong(mistake, condition(hidden, limit), fee)),
                cases(past, 500, "2025-06-01"),
                setting,
                mistake + " hidden by " + hidden);
    }

    private static String condition(Hidden hidden, double limit) {
        return switch (hidden) {
            case DATE -> "on >= date(\"2026-01-01\")";
            case RANGE -> "reading > " + number(limit * 5.5);
            case KIND -> "kind == \"port\"";
        };
    }

    private String wrong(Mistake mistake, String where, String fee) {
        return switch (mistake) {
            case UNIT -> rules(fee, "limit", "(" + where + " ? reading / 1000.0 : reading)");
            case SIGN ->
                    """
                      violation: '%s ? reading < limit : reading > limit'
                      action: 'violation ? "stop" : reading > limit * 0.8 ? "warn" : "none"'
                      fee: 'violation ? round((reading - limit) * %s, 2) : 0.0'
                    """
                            .formatted(where, fee);
            case POINT_LEFT -> rules(fee, "(" + where + " ? limit / 10.0 : limit)", "reading");
            case POINT_RIGHT -> rules(fee, "(" + where + " ? limit * 10.0 : limit)", "reading");
            case BRANCH_DELETED ->
                    """
                      violation: '!(%s) && reading > limit'
                      action: 'violation ? "stop" : reading > limit * 0.8 && !(%s) ? "warn" : "none"'
                      fee: 'violation ? round((reading - limit) * %s, 2) : 0.0'
                    """
                            .formatted(where, where, fee);
            case THROWS ->
                    rules(fee, "limit", "(" + where + " ? reading / (limit - limit) : reading)");
            case AMOUNT ->
                    """
                      violation: 'reading > limit'
                      action: 'violation ? "stop" : reading > limit * 0.8 ? "warn" : "none"'
                      fee: 'violation ? round((reading - limit) * %s * (%s ? 100.0 : 1.0), 2) : 0.0'
                    """
                            .formatted(fee, where);
        };
    }

    private static String rules(String fee, String limit, String reading) {
        return """
                 violation: '%2$s > %1$s'
                 action: 'violation ? "stop" : %2$s > %1$s * 0.8 ? "warn" : "none"'
                 fee: 'violation ? round((%2$s - %1$s) * %3$s, 2) : 0.0'
               """
                .formatted(limit, reading, fee)
                .indent(0);
    }

    private static byte[] artifact(String id, String version, String limit, String rules) {
        return """
               id: %s
               version: %s
               limit: %s
               inputs:
                 reading: { type: number, min: 0 }
                 kind: { type: string }
               %s
               rules:
               %s"""
                .formatted(
                        id,
                        version,
                        limit,
                        version.equals("1.0.0") ? "" : "scenarios: [" + id + ".csv]",
                        indented(rules))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String indented(String rules) {
        var text = new StringBuilder();
        rules.strip().lines().forEach(line -> text.append("  ").append(line.strip()).append('\n'));
        return text.toString();
    }

    private byte[] cases(Bots.World world, int count, String day) {
        var text = new StringBuilder("on,reading,kind\n");
        for (int i = 0; i < count; i++) {
            var one = world.apply(random);
            text.append(day)
                    .append(',')
                    .append(one.get("reading"))
                    .append(',')
                    .append(one.get("kind"))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
