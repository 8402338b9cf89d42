package hms.artifact;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds prose that contradicts the values: "the limit is 25 µg/m³" where the limit is 35.
///
/// It speaks only where a contradiction is likely. A number counts if it stands beside the unit of
/// the artifact's own `units` or `currency`; it is no contradiction if some value, on whatever
/// date, is equal to it, if its sentence names such a value too (then it compares), or if the words
/// before it speak of the past or of other sources.
public final class ProseLint {
    private static final int MOST = 20;
    private static final int CONTEXT = 60;
    private static final Pattern ELSEWHERE =
            Pattern.compile(
                    "\\b(from|was|were|had been|former|formerly|previous|previously|instead of|earlier|old|until|before"
                            + "|since|average|example|e\\.g|e\\. g|about|around|roughly|than)\\b[^.;]{0,30}$",
                    Pattern.CASE_INSENSITIVE);
    private static final Map<String, BigDecimal> MULTIPLES =
            Map.of(
                    "thousand", BigDecimal.valueOf(1_000),
                    "million", BigDecimal.valueOf(1_000_000),
                    "billion", BigDecimal.valueOf(1_000_000_000));

    private final Findings findings;
    private final Places places;
    private final TreeSet<BigDecimal> known = new TreeSet<>();
    private final List<Pattern> quantities;
    private int reported;

    private ProseLint(Artifact artifact) {
        this.findings = new Findings(artifact.source().fileName());
        this.places = Places.of(artifact);
        artifact.values().values().forEach(value -> numbers(value, known::add));
        this.quantities = Units.of(artifact).patterns();
    }

    /// Warnings about numbers with a unit, in title, summary and content, that no value of the
    /// artifact has.
    public static List<Finding> check(Artifact artifact) {
        var lint = new ProseLint(artifact);
        if (lint.quantities.isEmpty() || lint.known.isEmpty()) {
            return List.of();
        }
        lint.text("title", artifact.title());
        artifact.summary().ifPresent(text -> lint.text("summary", text));
        artifact.content().ifPresent(text -> lint.text("content", text));
        return lint.findings.list();
    }

    private static void numbers(Value value, Consumer<BigDecimal> sink) {
        if (value instanceof Value.Num num) {
            sink.accept(num.number());
        } else if (value instanceof Value.ListValue list) {
            list.items().forEach(item -> numbers(item, sink));
        } else if (value instanceof Value.MapValue map) {
            map.entries().values().forEach(held -> numbers(held, sink));
        } else if (value instanceof Value.Dated dated) {
            dated.steps().values().forEach(step -> step.ifPresent(held -> numbers(held, sink)));
        }
    }

    private void text(String key, String text) {
        var start = 0;
        for (var i = 0; i < text.length(); i++) {
            if (endsSentence(text, i)) {
                sentence(key, text.substring(start, i + 1));
                start = i + 1;
            }
        }
        sentence(key, text.substring(start));
    }

    /// A line break, or a full stop and the like before a blank.
    private static boolean endsSentence(String text, int index) {
        var c = text.charAt(index);
        var stop = c == '.' || c == '!' || c == '?';
        return c == '\n'
                || (stop
                        && index + 1 < text.length()
                        && Character.isWhitespace(text.charAt(index + 1)));
    }

    private void sentence(String key, String sentence) {
        var strangers = new ArrayList<Quantity>();
        for (var quantity : quantities(sentence)) {
            if (known.contains(quantity.amount())) {
                return;
            }
            var before =
                    sentence.substring(Math.max(0, quantity.start() - CONTEXT), quantity.start());
            if (!ELSEWHERE.matcher(before).find()) {
                strangers.add(quantity);
            }
        }
        for (var stranger : strangers.subList(0, Math.min(strangers.size(), MOST - reported))) {
            reported++;
            findings.warning(
                    "prose-contradicts-values",
                    places.within(key, stranger.text()),
                    "the text says "
                            + Excerpts.quote(stranger.text())
                            + ", but no value of the artifact is "
                            + stranger.amount().toPlainString(),
                    "correct the text or the value");
        }
    }

    private record Quantity(int start, String text, BigDecimal amount) {}

    private List<Quantity> quantities(String sentence) {
        return quantities.stream()
                .flatMap(pattern -> pattern.matcher(sentence).results())
                .map(
                        match ->
                                new Quantity(
                                        match.start(),
                                        match.group().strip(),
                                        amount(match.group(1), match.group(2))))
                .toList();
    }

    private static BigDecimal amount(String number, @Nullable String multiple) {
        var amount = new BigDecimal(number.replace(",", ""));
        return multiple == null
                ? amount
                : amount.multiply(
                        MULTIPLES.getOrDefault(multiple.toLowerCase(Locale.ROOT), BigDecimal.ONE));
    }

    /// How the artifact's units and currency are written in prose.
    record Units(List<String> after, List<String> before) {
        private static final String NUMBER =
                "((?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\\.[0-9]{1,10})?)";
        private static final String MULTIPLE = "(?:[ \\u00A0](thousand|million|billion))?";
        private static final String NOT_IN_NUMBER = "(?<![\\w.,])";
        private static final Map<String, List<String>> WRITTEN =
                Map.ofEntries(
                        Map.entry(
                                "ug_per_m3",
                                List.of(
                                        "µg/m³",
                                        "μg/m³",
                                        "µg/m3",
                                        "μg/m3",
                                        "ug/m3",
                                        "micrograms per cubic meter",
                                        "micrograms per cubic metre")),
                        Map.entry(
                                "mg_per_m3",
                                List.of(
                                        "mg/m³",
                                        "mg/m3",
                                        "milligrams per cubic meter",
                                        "milligrams per cubic metre")),
                        Map.entry("percent", List.of("%", "percent", "per cent")),
                        Map.entry("ppm", List.of("ppm", "parts per million")),
                        Map.entry("ppb", List.of("ppb", "parts per billion")),
                        Map.entry("usd", List.of("USD", "dollars", "US dollars")),
                        Map.entry("eur", List.of("EUR", "€", "euros", "euro")),
                        Map.entry("gbp", List.of("GBP", "pounds")),
                        Map.entry(
                                "km_per_h",
                                List.of("km/h", "kilometers per hour", "kilometres per hour")),
                        Map.entry("mph", List.of("mph", "miles per hour")));
        private static final Map<String, List<String>> SIGNS =
                Map.of(
                        "usd",
                        List.of("US$", "$", "USD "),
                        "eur",
                        List.of("€", "EUR "),
                        "gbp",
                        List.of("£", "GBP "));

        static Units of(Artifact artifact) {
            var after = new ArrayList<String>();
            var before = new ArrayList<String>();
            Stream.of("units", "unit", "currency")
                    .map(artifact.values()::get)
                    .filter(Value.Text.class::isInstance)
                    .map(value -> ((Value.Text) value).text().strip())
                    .filter(unit -> !unit.isEmpty() && unit.length() <= 40)
                    .forEach(
                            unit -> {
                                var key = unit.toLowerCase(Locale.ROOT);
                                after.addAll(
                                        WRITTEN.getOrDefault(
                                                key,
                                                List.of(
                                                        unit,
                                                        unit.replace("_per_", "/")
                                                                .replace('_', ' '))));
                                before.addAll(SIGNS.getOrDefault(key, List.of()));
                            });
            return new Units(List.copyOf(after), List.copyOf(before));
        }

        List<Pattern> patterns() {
            var patterns = new ArrayList<Pattern>();
            if (!after.isEmpty()) {
                patterns.add(
                        compile(
                                NOT_IN_NUMBER
                                        + NUMBER
                                        + MULTIPLE
                                        + "[ \\u00A0\\u202F-]?(?:"
                                        + any(after)
                                        + ")(?![\\w/³])"));
            }
            if (!before.isEmpty()) {
                patterns.add(
                        compile(
                                "(?<!\\w)(?:"
                                        + any(before)
                                        + ")"
                                        + NUMBER
                                        + MULTIPLE
                                        + "(?![\\w]|[.,][0-9])"));
            }
            return patterns;
        }

        private static Pattern compile(String regex) {
            return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }

        private static String any(List<String> forms) {
            return String.join("|", forms.stream().map(Pattern::quote).toList());
        }
    }
}
