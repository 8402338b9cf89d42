package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.pipeline.file.CiPipeline;
import hms.core.pipeline.file.CiPipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/ci.md` shows is what the program does.
class CiPageTest {
    private static final Path EXAMPLE = Path.of("../examples/ci/.hms-ci/policy-pipeline.yml");

    @TempDir Path folder;

    private static List<String> blocks(String language) throws IOException {
        var page = Files.readString(Path.of("../docs/ci.md"));
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static CiPipeline parse(String text) {
        return CiPipelineFile.parse("page.yml", text.getBytes(UTF_8));
    }

    @Test
    void first_pipeline_of_the_page_has_the_scripts_of_the_example() throws IOException {
        var page = parse(blocks("yaml").getFirst());
        var example = parse(Files.readString(EXAMPLE));
        assertThat(scripts(page)).isEqualTo(scripts(example));
        assertThat(scripts(page).getLast())
                .isEqualTo(
                        "hms promote pkg.tgz --targets staging,preprod,prod --rollback rollback.sh"
                                + " --schedule \"00:00\"");
    }

    private static List<String> scripts(CiPipeline pipeline) {
        return pipeline.stages().stream()
                .map(stage -> ((CiPipeline.Scripted) stage).script().strip())
                .toList();
    }

    @Test
    void built_in_stages_do_what_stands_beside_them() throws IOException {
        var page = blocks("yaml").get(1);
        Samples.write(folder.resolve("p.yml"), page);
        var shell = new Shell(folder).with("PATH", System.getenv("PATH")).again("/bin/echo", "hms");
        assertThat(shell.run("ci", "run", "p.yml")).as(shell.err()).isZero();
        var said = page.lines().filter(line -> line.contains("# hms ")).toList();
        assertThat(said).hasSize(2);
        for (var line : said) {
            var command = line.substring(line.indexOf("# ") + 2);
            assertThat(shell.out()).contains("✅  " + command);
        }
    }

    @Test
    void results_of_the_page_are_shown() throws IOException {
        var script =
                "cat >>$HMS_CI_RESULT <<'END'\n"
                        + blocks("json").getFirst()
                        + "END\n"
                        + blocks("sh").getFirst();
        Samples.write(
                folder.resolve("p.yml"), "stages:\n  - id: s\n    script: |\n" + script.indent(6));
        var shell = new Shell(folder).with("PATH", System.getenv("PATH"));
        assertThat(shell.run("ci", "run", "p.yml")).as(shell.err()).isZero();
        assertThat(shell.out()).isEqualTo("[s] ✅  42 tests\n[s] ✅  17 links checked\n");
    }
}
