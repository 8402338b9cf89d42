package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that need no server, and may not ask one.
class LocalCommandsTest {
    @TempDir Path folder;

    @Test
    void sound_file_passes_lint() {
        Samples.policy(folder);
        var shell = new Shell(folder);
        assertThat(shell.run("policy", "lint", "policies/pm25.yaml")).isZero();
        assertThat(shell.out()).isEqualTo("✓ policies/pm25.yaml: no findings\n");
    }

    @Test
    void lint_shows_the_line_and_fails_on_errors() {
        Samples.write(
                folder.resolve("bad.yaml"),
                "id: p\nversion: 1.0.0\nlimit: 25\nrules:\n  high: reading > limt\n");
        var shell = new Shell(folder);
        assertThat(shell.run("policy", "lint", "bad.yaml")).isEqualTo(1);
        assertThat(shell.out())
                .contains("--> bad.yaml:5:")
                .contains(" 5 |   high: reading > limt")
                .contains("✗ bad.yaml: ");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void warnings_fail_only_if_strict() {
        Samples.write(
                folder.resolve("w.yaml"),
                "id: p\nversion: 1.0.0\ncontent: The limit is 30 µg/m³.\nlimit: 25\nunits: ug_per_m3\n");
        var shell = new Shell(folder);
        assertThat(shell.run("policy", "lint", "w.yaml")).as(shell.out()).isZero();
        assertThat(shell.out()).contains("1 warning");
        assertThat(shell.run("policy", "lint", "w.yaml", "--strict")).isEqualTo(1);
    }

    @Test
    void used_policies_are_found_beside_the_file() {
        Samples.write(folder.resolve("fpl.yaml"), "id: fpl\nversion: 1.0.0\nfirst_person: 15060\n");
        Samples.write(
                folder.resolve("cap.yaml"),
                "id: cap\nversion: 1.0.0\nuses: { fpl: fpl }\ninputs: { income: { type: number } }\nrules:\n  ok: income <= fpl.first_person\n");
        var shell = new Shell(folder);
        assertThat(shell.run("policy", "lint", "cap.yaml")).as(shell.out()).isZero();
        assertThat(shell.out()).isEqualTo("✓ cap.yaml: no findings\n");
    }

    @Test
    void lint_as_json_has_every_finding() {
        Samples.write(folder.resolve("bad.yaml"), "id: p\nversion: 1\n");
        var shell = new Shell(folder);
        assertThat(shell.run("policy", "lint", "bad.yaml", "--json")).isEqualTo(1);
        var file = Json.of(shell.out()).path("files").path(0);
        assertThat(file.path("errors").asInt()).isEqualTo(1);
        assertThat(file.path("findings").path(0).path("line").asInt()).isEqualTo(2);
    }

    @Test
    void same_files_are_packed_into_the_same_bytes_in_every_format() throws IOException {
        Samples.policy(folder);
        var shell = new Shell(folder);
        for (var format : new String[] {"tgz", "zip", "json", "xml"}) {
            assertThat(shell.run("policy", "pack", "policies/pm25.yaml", "--out", "a." + format))
                    .isZero();
            assertThat(
                            shell.run(
                                    "policy",
                                    "pack",
                                    "policies/pm25.yaml",
                                    "--format",
                                    format,
                                    "--out",
                                    "b"))
                    .isZero();
            assertThat(folder.resolve("a." + format)).hasSameBinaryContentAs(folder.resolve("b"));
            assertThat(shell.out()).contains("sha256:");
        }
        assertThat(shell.run("policy", "pack", "policies/pm25.yaml")).isZero();
        assertThat(shell.out()).startsWith("✓ epa-pm25-limit-2.0.0.tgz  1 policy, 0 approvals, ");
        assertThat(folder.resolve("epa-pm25-limit-2.0.0.tgz"))
                .hasSameBinaryContentAs(folder.resolve("a.tgz"));
    }

    @Test
    void pack_takes_offline_approvals_along() {
        Samples.policy(folder);
        var shell = new Shell(folder);
        shell.run("key", "new", "EPA Chief", "--no-enrol");
        shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief", "--offline");
        assertThat(shell.run("policy", "pack", "policies/pm25.yaml", "--out", "p.tgz", "--json"))
                .isZero();
        assertThat(Json.of(shell.out()).path("approvals").asInt()).isEqualTo(1);
    }

    @Test
    void unsound_policies_are_not_packed() {
        Samples.write(
                folder.resolve("bad.yaml"), "id: p\nversion: 1.0.0\nrules:\n  high: reading > 1\n");
        var shell = new Shell(folder);
        assertThat(shell.run("policy", "pack", "bad.yaml", "--out", "p.tgz")).isEqualTo(1);
        assertThat(shell.err()).contains("✗ Nothing was packed.");
        assertThat(folder.resolve("p.tgz")).doesNotExist();
    }

    @Test
    void bash_completes_commands_and_options() throws Exception {
        var shell = new Shell(folder);
        assertThat(shell.run("completion", "bash")).isZero();
        Files.writeString(folder.resolve("c.bash"), shell.out());
        assertThat(complete("hms appr")).containsExactly("approve");
        assertThat(complete("hms key ")).containsExactly("new", "list", "enrol", "revoke");
        assertThat(complete("hms key new --r")).containsExactly("--role");
        assertThat(complete("hms deploy --kee")).containsExactly("--keep-schedule");
        assertThat(complete("hms approve c.b")).containsExactly("c.bash");
        assertThat(complete("hms approve file --si")).containsExactly("--sign");
    }

    private java.util.List<String> complete(String line) throws Exception {
        var words = line.split(" ", -1);
        var array = new StringBuilder();
        for (var word : words) {
            array.append("'").append(word).append("' ");
        }
        var script =
                "source ./c.bash; COMP_WORDS=(%s); COMP_CWORD=%d; _hms; printf '%%s\\n' \"${COMPREPLY[@]}\""
                        .formatted(array, words.length - 1);
        var process =
                new ProcessBuilder("bash", "-euc", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var out = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    @Test
    void zsh_gets_bash_s_script_with_what_that_needs() {
        var shell = new Shell(folder);
        assertThat(shell.run("completion", "zsh")).isZero();
        assertThat(shell.out()).contains("bashcompinit").contains("complete -o filenames -F _hms");
    }
}
