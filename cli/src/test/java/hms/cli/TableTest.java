package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<List<String>> ROWS =
            List.of(
                    List.of("run", "policies", "took"),
                    List.of("#1", "hhs-poverty-guidelines@1.0.0", "12 s"),
                    List.of("#22", "限@1.0.0", ""));

    @Test
    void columns_are_as_wide_as_they_need_to_be() {
        assertThat(plain(Integer.MAX_VALUE))
                .isEqualTo(
                        """
                          run  policies                      took
                          #1   hhs-poverty-guidelines@1.0.0  12 s
                          #22  限@1.0.0
                        """);
    }

    @Test
    void widest_column_gives_way_to_the_screen() {
        assertThat(plain(30))
                .isEqualTo(
                        """
                          run  policies           took
                          #1   hhs-poverty-guid…  12 s
                          #22  限@1.0.0
                        """);
    }

    @Test
    void screen_that_is_too_narrow_does_not_end_in_a_loop() {
        assertThat(Table.lines(ROWS, 1)).hasSize(3);
    }

    private static String plain(int width) {
        var lines = String.join("\n", Table.lines(ROWS, width)) + "\n";
        return Ink.render(lines, false);
    }
}
