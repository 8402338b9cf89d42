package hms.cli.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackScriptTest {
    private static final Path FOLDER = Path.of("/project");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hms promote p.tgz --targets a --rollback back.sh",
                "hms promote --rollback=back.sh p.tgz",
                "hms promote p.tgz --rollback 'back.sh'",
                "hms-svc promote p.tgz --rollback \"back.sh\"",
                "../bin/hms --json --server http://x promote p.tgz --rollback back.sh",
                "echo a\nexport A=b; B=c exec hms promote p.tgz \\\n  --rollback back.sh",
                "if test -f p.tgz; then hms promote p.tgz --rollback back.sh; fi",
                "(hms promote p.tgz --rollback back.sh) | tee log",
                "{ hms promote p.tgz --rollback back.sh; }",
            })
    void script_that_a_promotion_names_is_found(String script) {
        assertThat(RollbackScript.in(script, FOLDER))
                .containsExactly(new RollbackScript("back.sh", FOLDER.resolve("back.sh")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo hms promote p.tgz --rollback back.sh",
                "# hms promote p.tgz --rollback back.sh",
                "hms promote p.tgz --rollback \"$SCRIPT\"",
                "cd sub && hms promote p.tgz --rollback back.sh",
                "hms rollback a@1.0.0",
                "hms promote p.tgz --targets a",
                "hms promote p.tgz --rollback",
                "hms",
            })
    void what_is_no_promotion_or_cannot_be_known_is_left_alone(String script) {
        assertThat(RollbackScript.in(script, FOLDER)).isEmpty();
    }

    @Test
    void every_promotion_of_a_script_counts() {
        var script = "hms promote a --rollback one.sh; hms promote b --rollback two.sh";
        assertThat(RollbackScript.in(script, FOLDER))
                .extracting(RollbackScript::shown)
                .containsExactly("one.sh", "two.sh");
    }
}
