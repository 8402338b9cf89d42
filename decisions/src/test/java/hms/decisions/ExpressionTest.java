package hms.decisions;

import static hms.decisions.Rules.evaluate;
import static org.assertj.core.api.Assertions.assertThat;

import hms.decisions.Decision.Outcome;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What expressions mean. The rules are evaluated on 2024-06-01.
class ExpressionTest {
    private static final String HEAD =
            """
            limit: 25
            rate: 2.30
            states: [KS, NJ]
            tiers: [{ upto: 10000, rate: 0.1 }, { upto: 20000.00, rate: 0.25 }]
            rates: { KS: 2.41, AL: 3.17 }
            since: 2020-02-29
            by_city: { "New York": 3, if: 4 }
            inputs:
              reading: { type: number, default: 12880 }
              born: { type: date, default: 2006-06-02 }
              state: { type: string, default: KS }
              rural: { type: boolean, default: true }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            textBlock =
                    """
                    0.1 + 0.2 == 0.3                                 ~ true
                    reading * rate                                   ~ 29624
                    12880 * 2.30 == 29624.00                         ~ true
                    12345678901234567.89 + 0.01                      ~ 12345678901234567.9
                    0.1000000000000000055511151231257827 - 0.1       ~ 0.0000000000000000055511151231257827
                    1e3 + .5                                         ~ 1000.5
                    0x10 + 1                                         ~ 17
                    1 / 2                                            ~ 0.5
                    1 / 3                                            ~ 0.3333333333333333333333333333333333
                    2 / 3                                            ~ 0.6666666666666666666666666666666667
                    7 % 2.5                                          ~ 2
                    -7 % 2.5                                         ~ -2
                    -limit                                           ~ -25
                    -0.10                                            ~ -0.1
                    2 - -2                                           ~ 4
                    9223372036854775807 + 1                          ~ 9223372036854775808
                    1e100 - 1e100                                    ~ 0
                    limit == 25.000                                  ~ true
                    limit != 25.000                                  ~ false
                    25.0 in [limit]                                  ~ true
                    [1, 2.0] == [1.00, 2]                            ~ true
                    {"a": 1.0} == {"a": 1}                           ~ true
                    1 < 1.01 && 1 <= 1.0 && 2 > 1.99 && 2.0 >= 2     ~ true
                    min(3, 2, 1.5)                                   ~ 1.5
                    max(limit, 3)                                    ~ 25
                    max([1, 30, limit])                              ~ 30
                    sum([0.1, 0.2, 0.3])                             ~ 0.6
                    sum([])                                          ~ 0
                    abs(-2.5)                                        ~ 2.5
                    floor(-2.5)                                      ~ -3
                    ceil(2.1)                                        ~ 3
                    round(2.5)                                       ~ 3
                    round(-2.5)                                      ~ -3
                    round(2.345, 2)                                  ~ 2.35
                    round(12345, -2)                                 ~ 12300
                    int(2.9)                                         ~ 2
                    int(-2.9)                                        ~ -2
                    int("42")                                        ~ 42
                    number("2.50") * 2                               ~ 5
                    decimal("0.1") + decimal("0.2")                  ~ 0.3
                    string(2.50)                                     ~ 2.5
                    string(1e3)                                      ~ 1000
                    string(true) + string(on)                        ~ true2024-06-01
                    "a" + "b" == "ab" && "a" < "b"                   ~ true
                    size("añ😀")                                     ~ 3
                    "abc".size() + [1, 2].size() + size({"a": 1})    ~ 6
                    "Kansas".startsWith("K") && "Kansas".endsWith("s") && "Kansas".contains("ans") ~ true
                    "AB-12".matches("^[A-Z]{2}-[0-9]+$")             ~ true
                    matches("x12", "^[0-9]+$")                       ~ false
                    on                                               ~ 2024-06-01
                    on == date("2024-06-01")                         ~ true
                    since < on && on >= date(2024, 6, 1)             ~ true
                    on - since                                       ~ 1554
                    born.yearsUntil(on)                              ~ 17
                    born.plusDays(-1).yearsUntil(on)                 ~ 18
                    since.plusYears(1)                               ~ 2021-02-28
                    since.plusMonths(1).plusDays(2)                  ~ 2020-03-31
                    since.year() * 10000 + since.month() * 100 + since.day() ~ 20200229
                    max(since, born) == since                        ~ true
                    state in states                                  ~ true
                    state in rates                                   ~ true
                    "ZZ" in rates                                    ~ false
                    rates[state] + rates.AL + rates["AL"]            ~ 8.75
                    states[0] + states[1]                            ~ KSNJ
                    tiers[1].rate * tiers[1].upto                    ~ 5000
                    tiers.filter(t, reading <= t.upto)[0].rate       ~ 0.25
                    tiers.all(t, has(t.rate)) && !has(tiers[0].name) ~ true
                    tiers.map(t, t.upto * t.rate)                    ~ [1000, 5000]
                    states.exists(s, s == state)                     ~ true
                    [1, 2, 2].exists_one(x, x == 2)                  ~ false
                    [1, 2, 3].exists_one(x, x == 2)                  ~ true
                    rates.exists(s, rates[s] > 3)                    ~ true
                    [1, 2, 3].map(limit, limit * 2)                  ~ [2, 4, 6]
                    [[1, 2], [3]].all(xs, xs.all(x, x > 0))          ~ true
                    has(policy.limit) && has(input.reading)          ~ true
                    policy.rates.KS == rates.KS                      ~ true
                    by_city.`New York` + by_city["if"]               ~ 7
                    rural ? "far" : "near"                           ~ far
                    reading > 10000 ? (reading > 20000 ? 3 : 2) : 1  ~ 2
                    {"limit": limit, "state": state}                 ~ {limit=25, state=KS}
                    [on, since][1]                                   ~ 2020-02-29
                    """)
    void an_expression_means_what_it_says(String expression, String outcome) {
        var decision = evaluate(HEAD, expression, Map.of());
        assertThat(decision).isInstanceOf(Outcome.class);
        assertThat(decision.text()).isEqualTo(outcome);
    }

    @Test
    void outcomes_are_plain_java_values() {
        assertThat(evaluate("2.50 * 2")).isEqualTo(new Outcome(new BigDecimal("5")));
        assertThat(evaluate("1e3 * 1.0")).isEqualTo(new Outcome(new BigDecimal("1000")));
        assertThat(evaluate("on")).isEqualTo(new Outcome(LocalDate.of(2024, 6, 1)));
        assertThat(evaluate("[1.0, 2]"))
                .isEqualTo(new Outcome(List.of(new BigDecimal("1"), new BigDecimal("2"))));
        assertThat(evaluate("{\"a\": [true]}")).isEqualTo(new Outcome(Map.of("a", List.of(true))));
    }

    /// Random sums, differences, products and quotients, against the JDK's.
    @Test
    void arithmetic_is_exact() {
        long seed = 20240601;
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var text = operand(random);
            var value = new BigDecimal(text);
            for (int i = 0; i < 5; i++) {
                var operand = operand(random);
                char operator = "+-*/".charAt(random.nextInt(4));
                value = calculated(value, operator, new BigDecimal(operand));
                text = "(" + text + ") " + operator + " (" + operand + ")";
            }
            var decision = (Outcome) evaluate(text);
            assertThat((BigDecimal) decision.value())
                    .as("seed %d, %s", seed, text)
                    .isEqualByComparingTo(value);
        }
    }

    private static BigDecimal calculated(BigDecimal a, char operator, BigDecimal b) {
        return switch (operator) {
            case '+' -> a.add(b);
            case '-' -> a.subtract(b);
            case '*' -> a.multiply(b);
            default -> a.divide(b, MathContext.DECIMAL128);
        };
    }

    /// Never zero, so that it can be a divisor.
    private static String operand(Random random) {
        return BigDecimal.valueOf(
                        random.nextLong(1_000_000_000_000L) - 500_000_000_000L | 1,
                        random.nextInt(9))
                .toPlainString();
    }
}
