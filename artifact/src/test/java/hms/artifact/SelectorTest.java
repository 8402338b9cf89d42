package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    private static final Context BOT = Context.of("bot-18").with("region", "NCR");

    @ParameterizedTest
    @CsvSource({
        "global, global, 10000",
        "' global ', global, 10000",
        "5%, 5%, 500",
        "100%, global, 10000",
        "0.01%, 0.01%, 1",
        "12.5%, 12.5%, 1250",
        "0.05, 5%, 500",
        ".05, 5%, 500",
        "0.0001, 0.01%, 1",
        "1, global, 10000",
        "1.0, global, 10000",
        "region:NCR, region:NCR, 10000",
        "region:NCR 5%, region:NCR 5%, 500",
        "5% region:NCR, region:NCR 5%, 500",
        "'region:NCR   0.05', region:NCR 5%, 500",
        "tier:gold region:NCR, region:NCR tier:gold, 10000",
        "x_y.z-1:Ü, x_y.z-1:Ü, 10000"
    })
    void selectors_are_read_and_written_in_one_form(String text, String form, int buckets) {
        var selector = Selector.parse(text).orElseThrow();

        assertThat(selector.text()).isEqualTo(form);
        assertThat(selector.buckets()).isEqualTo(buckets);
        assertThat(Selector.parse(form)).contains(selector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "%",
                "0%",
                "0",
                "0.0",
                "0.00%",
                "100.01%",
                "101%",
                "999%",
                "1.5",
                "2",
                "-5%",
                "+5%",
                "5 %",
                "5%%",
                "0.001%",
                "0.00001",
                "5e1%",
                "５%",
                "everybody",
                "GLOBAL",
                "global 5%",
                "5% global",
                "global region:NCR",
                "region:NCR global",
                "global global",
                "5% 5%",
                "5% 0.05",
                "region:NCR region:NCR",
                "region:NCR region:SCR",
                "region",
                "region:",
                ":NCR",
                "Region:NCR",
                "region:N%R",
                "region:a:b",
                "region: NCR",
                "1region:NCR"
            })
    void what_is_no_selector_is_refused(String text) {
        assertThat(Selector.parse(text)).isEmpty();
    }

    @Test
    void text_that_is_too_long_is_refused() {
        assertThat(Selector.parse("region:" + "x".repeat(101))).isEmpty();
        assertThat(Selector.parse("a:b ".repeat(200))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10_001})
    void share_outside_of_all_readers_is_refused(int buckets) {
        assertThatThrownBy(() -> new Selector(Map.of(), buckets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 0% and at most 100%");
    }

    @ParameterizedTest
    @CsvSource({
        "global, true",
        "region:NCR, true",
        "region:SCR, false",
        "region:ncr, false",
        "tier:gold, false",
        "region:NCR tier:gold, false",
        "5.82%, false",
        "5.83%, true",
        "region:NCR 5.83%, true",
        "region:SCR 5.83%, false"
    })
    void reader_is_in_if_all_fits(String selector, boolean isIn) {
        // bot-18 has bucket 582 in run 184
        assertThat(Selector.parse(selector).orElseThrow().selects(BOT, 184)).isEqualTo(isIn);
    }

    @Test
    void share_of_5_percent_selects_5_percent_and_always_the_same() {
        var selector = Selector.parse("5%").orElseThrow();
        var first = selected(selector, 184);

        assertThat(first.length).isBetween(430, 570);
        assertThat(selected(selector, 184)).isEqualTo(first);
    }

    @Test
    void larger_share_keeps_those_who_were_in_already() {
        var few = selected(Selector.parse("5%").orElseThrow(), 184);
        var many = selected(Selector.parse("25%").orElseThrow(), 184);

        assertThat(many).contains(few);
        assertThat(many.length).isBetween(2_300, 2_700);
    }

    private static int[] selected(Selector selector, int run) {
        return IntStream.range(0, 10_000)
                .filter(i -> selector.selects(Context.of("reader-" + i), run))
                .toArray();
    }
}
