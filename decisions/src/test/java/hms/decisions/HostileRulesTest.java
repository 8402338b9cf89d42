package hms.decisions;

import static hms.decisions.Rules.evaluate;
import static hms.decisions.Rules.findings;
import static hms.decisions.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import hms.decisions.Decision.Failed;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules that are wrong, malicious, or merely unlucky: refused when compiled, or stopped when run,
/// each with a reason, and none of them slowly.
class HostileRulesTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String HEAD =
            """
            limit: 25
            name_list: [a, b]
            mixed: [1, "a"]
            rates: { KS: 1.5, AL: 2 }
            cap: { dated: { 2030-01-01: 1 } }
            inputs:
              reading: { type: number }
              word: { type: string }
            """;

    @BeforeAll
    static void warm_up() {
        evaluate("1 + 1 == 2 && [1].all(x, x > 0)");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                // syntax
                bad("1 +", 4, "syntax", "the expression ends too early"),
                bad("((((1", 6, "syntax", "ends too early"),
                bad("reading >< limit", 10, "syntax", "'<' does not fit here"),
                bad("reading => limit", 9, "syntax", "does not fit"),
                bad("\"unclosed", 1, "syntax", "does not fit here"),
                bad("reading > limit;", 16, "syntax", "';' does not fit here"),
                bad("reading # limit", 9, "syntax", "'#' does not fit here"),
                bad("[1, 2", 6, "syntax", "ends too early"),
                bad("if (reading) { 1 }", 14, "syntax", "does not fit"),
                bad("limit = 3", 7, "syntax", "does not fit"),
                // names
                bad("limt > 3", 1, "unknown-name", "there is no 'limt' (did you mean 'limit'?)"),
                bad("reading > lmit", 11, "unknown-name", "did you mean 'limit'?"),
                bad("rates.KY", 6, "unknown-name", "'rates' has no 'KY'"),
                bad("has(rates.KY)", 4, "unknown-name", "'rates' has no 'KY'"),
                bad(
                        "policy.limt",
                        7,
                        "unknown-name",
                        "'policy' has no 'limt' (did you mean 'limit'?)"),
                bad("input.limit", 6, "unknown-name", "'input' has no 'limit'"),
                bad("policy", 1, "not-a-value", "'policy' is not a value by itself"),
                bad("[1].map(x, y)", 12, "unknown-name", "there is no 'y'"),
                bad("__0__", 1, "unknown-name", "there is no '__0__'"),
                bad("[1].all(__0__, __0__ > 3)", 8, "reserved-name", "two underscores"),
                bad("@result", 1, "syntax", "does not fit here"),
                // types
                bad("reading > \"25\"", 9, "type", "`>` does not work on number and text"),
                bad("limit == \"25\"", 7, "type", "`==` does not work on number and text"),
                bad("word + 1", 6, "type", "`+` does not work on text and number"),
                bad("on > 2024", 4, "type", "`>` does not work on date and number"),
                bad("!limit", 1, "type", "`!` does not work on number"),
                bad("limit && true", 7, "type", "`&&` does not work on number and truth value"),
                bad("true ? 1 : \"a\"", 6, "type", "two results of one type"),
                bad("3.all(x, x > 1)", 1, "type", "need a list or a map, not number"),
                bad("word.matches(3)", 13, "type", "no matches() for text with (number)"),
                bad("size(3)", 5, "type", "no size() takes (number)"),
                bad("limit.foo", 6, "type", "a number has no parts"),
                bad(
                        "limit in rates",
                        7,
                        "type",
                        "`in` does not work on number and map(text, number)"),
                bad("name_list[\"a\"]", 10, "type", "does not work on list(text) and text"),
                bad("null", 1, "not-a-decision", "the rule decides nothing"),
                bad("rates.KS.x", 9, "type", "a number has no parts"),
                // functions
                bad("now()", 4, "unknown-function", "there is no function now()"),
                bad("timestamp(\"2024-01-01T00:00:00Z\")", 10, "unknown-function", "timestamp()"),
                bad("duration(\"1h\")", 9, "unknown-function", "duration()"),
                bad("double(limit)", 7, "unknown-function", "double()"),
                bad("dyn(limit)", 4, "unknown-function", "dyn()"),
                bad("type(limit)", 5, "unknown-function", "type()"),
                bad("rond(limit)", 5, "unknown-function", "did you mean 'round'?"),
                bad("system.exec(\"rm\")", 1, "unknown-name", "there is no 'system'"),
                bad("word.getClass()", 14, "unknown-function", "getClass()"),
                // literals
                bad("1u", 1, "no-such-literal", "decimal numbers and texts only"),
                bad("b\"a\"", 1, "no-such-literal", "decimal numbers and texts only"),
                bad("1e999", 1, "number-too-large", "too large"),
                bad("1" + "0".repeat(400) + ".5", 1, "number-too-large", "too large"),
                bad("99999999999999999999", 1, "syntax", "too many digits; write it as number(…)"),
                bad("date(\"2024-02-30\")", 5, "bad-argument", "'2024-02-30' is not a date"),
                bad("number(\"1,000\")", 7, "bad-argument", "'1,000' is not a number"),
                bad("Policy{limit: 3}", 7, "no-messages", "rules have no message types"),
                bad("{1: 2}", 2, "map-key", "a map's keys are texts"),
                // regular expressions
                bad("word.matches(\"(\")", 14, "bad-argument", "missing closing )"),
                bad(
                        "word.matches(\"(a)\\\\1\")",
                        14,
                        "bad-argument",
                        "not a regular expression of RE2"),
                bad("word.matches(\"a{1001}\")", 14, "bad-argument", "invalid repeat count"),
                bad("word.matches(\"((a{100}){100}){100}\")", 14, "too-costly", "too large"),
                bad(
                        "word.matches(\"" + "(a{50}){50}".repeat(8) + "\")",
                        14,
                        "too-costly",
                        "too large"),
                // size
                bad("1 + ".repeat(3_000) + "1", 1, "rule-too-long", "more than 8192 characters"),
                bad("1+".repeat(1_100) + "1", 0, "rule-too-complex", "nested too deeply"),
                bad("[" + "1,".repeat(2_500) + "1]", 0, "rule-too-complex", "too many parts"),
                bad(
                        "(".repeat(2_000) + "1" + ")".repeat(2_000),
                        0,
                        "rule-too-complex",
                        "nested too deeply"),
                bad(
                        "[".repeat(2_000) + "]".repeat(2_000),
                        0,
                        "rule-too-complex",
                        "nested too deeply"),
                bad("a" + ".a".repeat(3_000), 0, "", ""),
                bad("limit" + ".a".repeat(3_000), 0, "", ""),
                bad("true ? ".repeat(1_000) + "1" + " : 1".repeat(1_000), 0, "", ""),
                bad("f(".repeat(2_000) + "1" + ")".repeat(2_000), 0, "", ""),
                bad("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000), 0, "", ""),
                bad("[1]" + ".map(x, [x])".repeat(500), 0, "", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_bad_rule_is_refused_with_its_place(
            String expression, int column, String code, String words) {
        var found = soon(() -> findings(HEAD + rule(expression)));
        assertThat(found).isNotEmpty();
        var first = found.get(0);
        assertThat(first.message()).startsWith("rule rule, column ").contains(words);
        assertThat(first.line()).isEqualTo(13);
        assertThat(first.path()).isEqualTo("$.rules.rule");
        if (!code.isEmpty()) {
            assertThat(first.code()).isEqualTo(code);
        }
        if (column > 0) {
            assertThat(first.message()).startsWith("rule rule, column " + column + ":");
            assertThat(first.column()).isEqualTo(column + 4);
        }
        assertThat(found).allSatisfy(finding -> assertThat(finding.message()).hasSizeLessThan(400));
    }

    static Stream<Arguments> stopped() {
        var ten = "[1,2,3,4,5,6,7,8,9,10]";
        var hundred = ten + ".map(a, " + ten + ")";
        return Stream.of(
                stop("1 / 0", FailureReason.DIVISION_BY_ZERO),
                stop("limit % 0.0", FailureReason.DIVISION_BY_ZERO),
                stop("limit / (reading - 5)", FailureReason.DIVISION_BY_ZERO),
                stop("name_list[2]", FailureReason.NOT_FOUND),
                stop("name_list[-1]", FailureReason.NOT_FOUND),
                stop("name_list[0.5]", FailureReason.BAD_ARGUMENT),
                stop("name_list[1e300]", FailureReason.BAD_ARGUMENT),
                stop("rates[word]", FailureReason.NOT_FOUND),
                stop("{\"a\": 1}.b", FailureReason.NOT_FOUND),
                stop("{\"a\": 1, \"a\": 2}.a", FailureReason.BAD_ARGUMENT),
                stop("mixed[1] + 1", FailureReason.WRONG_TYPE),
                stop("mixed[0] > \"a\"", FailureReason.WRONG_TYPE),
                stop("cap > 1", FailureReason.NO_VALUE),
                stop("date(word) > on", FailureReason.BAD_ARGUMENT),
                stop("date(2024, 2, 30) > on", FailureReason.BAD_ARGUMENT),
                stop("on.plusYears(1e9) > on", FailureReason.BAD_ARGUMENT),
                stop("on.plusDays(0.5) > on", FailureReason.BAD_ARGUMENT),
                stop("number(word)", FailureReason.BAD_ARGUMENT),
                stop("int(\"1.5\")", FailureReason.BAD_ARGUMENT),
                stop("min([])", FailureReason.BAD_ARGUMENT),
                stop("round(limit, 1000000000)", FailureReason.BAD_ARGUMENT),
                stop("word.matches(word + \"(\")", FailureReason.BAD_ARGUMENT),
                stop("word.matches(\"((a{99}){99}\" + \"){99}\")", FailureReason.TOO_COSTLY),
                // numbers that double their digits at every step
                stop(
                        "[99999999.9]" + ".map(x, x * x)".repeat(30) + "[0]",
                        FailureReason.NUMBER_TOO_LARGE),
                stop("1e300 * 1e300 * 1e300 * 1e300", FailureReason.NUMBER_TOO_LARGE),
                stop("number(\"1e-200\") * number(\"1e-200\")", FailureReason.NUMBER_TOO_LARGE),
                // texts and lists that double at every step
                stop(
                        "[\"aaaaaaaa\"]" + ".map(x, x + x)".repeat(40) + "[0]",
                        FailureReason.TOO_COSTLY),
                stop("[[1,2,3,4]]" + ".map(x, x + x)".repeat(40) + "[0]", FailureReason.TOO_COSTLY),
                // loops in loops
                stop(nested(ten, 7), FailureReason.TOO_COSTLY),
                stop(nested(hundred, 5), FailureReason.TOO_COSTLY),
                stop(nested("name_list", 30), FailureReason.TOO_COSTLY));
    }

    private static String nested(String range, int depth) {
        var open = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            open.append(range).append(".all(x").append(i).append(", ");
        }
        return open + "true" + ")".repeat(depth);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stopped")
    void a_rule_that_goes_wrong_says_why(String expression, FailureReason reason) {
        var decision =
                soon(() -> evaluate(HEAD, expression, Map.of("reading", "5", "word", "soon")));
        assertThat(decision).isInstanceOf(Failed.class);
        var failed = (Failed) decision;
        assertThat(failed.reason()).as(failed.message()).isEqualTo(reason);
        assertThat(failed.message()).isNotBlank().hasSizeLessThan(200).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true || 1 / 0 > 1",
                "1 / 0 > 1 || true",
                "!(false && 1 / 0 > 1)",
                "!!!!!!!!true",
                "----limit == limit",
                "word.matches(\"^(a+)+$\") == false",
                "[1, 2, 3].exists(x, 1 / (x - 2) > 0)",
                "reading == 5.000",
                "policy.limit == limit && input.reading == reading"
            })
    void what_only_looks_dangerous_is_true(String expression) {
        var given = Map.of("reading", "5", "word", "a".repeat(9_000) + "!");
        assertThat(soon(() -> evaluate(HEAD, expression, given)).text()).isEqualTo("true");
    }

    @Test
    void rules_that_multiply_each_others_work_are_stopped() {
        var rules = new StringBuilder("rules:\n  r0: \"[1,2,3,4,5,6,7,8,9,10]\"\n");
        for (int i = 1; i < 12; i++) {
            rules.append("  r%d: r%d + r%d\n".formatted(i, i - 1, i - 1));
        }
        rules.append("  last: r11.all(x, r11.all(y, r11.exists(z, z == x + y)))\n");
        var compiled = Rules.compiled(rules.toString());
        var decision = soon(() -> Rules.ask(compiled, "last", Map.of(), Rules.DAY));
        assertThat(((Failed) decision).reason()).isEqualTo(FailureReason.TOO_COSTLY);
    }

    @Test
    void a_rule_that_fails_is_run_once_however_often_others_read_it() {
        var rules = new StringBuilder("rules:\n  r0: 1 / 0\n");
        for (int i = 1; i < 60; i++) {
            rules.append("  r%d: r%d + r%d\n".formatted(i, i - 1, i - 1));
        }
        var compiled = Rules.compiled(rules.toString());
        var decision = soon(() -> Rules.ask(compiled, "r59", Map.of(), Rules.DAY));
        assertThat(((Failed) decision).reason()).isEqualTo(FailureReason.DIVISION_BY_ZERO);
    }

    @Test
    void a_chain_of_rules_that_is_too_long_to_run_is_refused() {
        var rules = new StringBuilder("rules:\n  r0: 1\n");
        for (int i = 1; i < 400; i++) {
            rules.append("  r%d: (r%d + 1) * 2\n".formatted(i, i - 1));
        }
        assertThat(findings(rules.toString()))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.code()).isEqualTo("rule-too-complex"));
    }

    @Test
    void long_numbers_in_a_loop_are_stopped() {
        var digits = "1234567890".repeat(14);
        var list = "[1,2,3,4,5,6,7,8,9,10]";
        var expression =
                nested(list, 4)
                        .replace("true", digits + ".7 * " + digits + ".9 / " + digits + ".3 > 0");
        var decision = soon(() -> evaluate(HEAD, expression, Map.of()));
        assertThat(((Failed) decision).reason()).isEqualTo(FailureReason.TOO_COSTLY);
    }

    @Test
    void a_rule_full_of_faults_is_reported_briefly_and_soon() {
        var values = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            values.append("value_").append(i).append(": 1\n");
        }
        var rules = new StringBuilder("rules:\n");
        for (int i = 0; i < 60; i++) {
            rules.append("  r%d: %sfalse\n".formatted(i, "valeu_1||".repeat(150)));
        }
        var artifact = Rules.artifact(values + rules.toString());
        assertThat(soon(() -> RuleSet.findings(artifact, Map.of()))).hasSize(100);
    }

    @Test
    void the_longest_chain_allowed_runs_on_a_small_stack() throws InterruptedException {
        var rules = new StringBuilder("rules:\n  r0: " + "1 + ".repeat(90) + "1\n");
        for (int i = 1; i < 200; i++) {
            rules.append("  r%d: r%d + 1\n".formatted(i, i - 1));
        }
        var compiled = Rules.compiled(rules.toString());
        var answer = new Decision[1];
        var thread =
                new Thread(
                        null,
                        () -> answer[0] = Rules.ask(compiled, "r199", Map.of(), Rules.DAY),
                        "small",
                        512 * 1024);
        thread.start();
        thread.join();
        assertThat(answer[0].text()).isEqualTo("290");
    }

    @Test
    void a_file_full_of_large_rules_is_refused_soon() {
        var rules = new StringBuilder("limit: 3\nrules:\n");
        for (int i = 0; i < 120; i++) {
            rules.append("  r")
                    .append(i)
                    .append(": ")
                    .append("limit>1&&".repeat(400))
                    .append("true\n");
        }
        var artifact = Rules.artifact(rules.toString());
        assertThat(soon(() -> RuleSet.findings(artifact, Map.of())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo("too-many-rules"));
    }

    /// Runs what must not take longer than a second of processor time, on a machine that may be
    /// busy with other things.
    private static <T> T soon(Supplier<T> work) {
        return assertTimeoutPreemptively(
                SOON.multipliedBy(30),
                () -> {
                    long before = THREADS.getCurrentThreadCpuTime();
                    var result = work.get();
                    assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before))
                            .isLessThan(SOON);
                    return result;
                });
    }

    private static Arguments bad(String expression, int column, String code, String words) {
        return Arguments.of(expression, column, code, words);
    }

    private static Arguments stop(String expression, FailureReason reason) {
        return Arguments.of(expression, reason);
    }
}
