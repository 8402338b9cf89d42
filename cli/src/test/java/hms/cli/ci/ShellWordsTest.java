package hms.cli.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
    /// Commands apart by `|`, words by `,`; a word that the shell would expand ends with `!`.
    private static String read(String script) {
        return ShellWords.commands(script).stream()
                .map(
                        command ->
                                command.stream()
                                        .map(w -> w.text() + (w.literal() ? "" : "!"))
                                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("|"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a b  c~a,b,c",
                "a 'b c' \"d e\"~a,b c,d e",
                "a b\\ c~a,b c",
                "a 'b'\"c\"d~a,bcd",
                "a \"b\\\"c\" 'd\\e'~a,b\"c,d\\e",
                "a; b && c || d | e & f~a|b|c|d|e|f",
                "(a b)~a,b",
                "a # b; c~a",
                "a b#c~a,b#c",
                "a '' \"\"~a,,",
                "a $b \"$c\" '$d'~a,$b!,$c!,$d",
                "a $(b; c) d~a,$(b; c)!,d",
                "a \"$(b \"c d\")\" e~a,$(b \"c d\")!,e",
                "a *.yaml b?~a,*.yaml!,b?!",
                "a >b 2>c~a,b,2,c",
                "a 'unended~a,unended",
                "a \"unended~a,unended",
                "a $(unended~a,$(unended!",
                "a \\~a",
            })
    void words_are_those_of_a_shell(String script, String words) {
        assertThat(read(script)).isEqualTo(words);
    }

    @Test
    void backslash_at_a_lines_end_joins_and_a_line_ends_a_command() {
        assertThat(read("a b\\\nc \\\n d\ne \"f\\\ng\"")).isEqualTo("a,bc,d|e,fg");
    }
}
