package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rollback script of the examples, with a `kubectl` that answers from files and keeps what it
/// was asked.
class ExampleRollbackTest {
    private static final Path SCRIPT = Path.of("../examples/ci/rollback.sh").toAbsolutePath();
    private static final String KUBECTL =
            """
            #!/bin/bash
            printf '%s\\n' "$*" >>"$TEST_FOLDER/asked"
            case "$*" in
            *"get configmap policy -o jsonpath={.data.current}") cat "$TEST_FOLDER/current" ;;
            *"get configmap policy -o jsonpath={.data.prev}") cat "$TEST_FOLDER/prev" ;;
            *"apply -f "*) if [[ -f $TEST_FOLDER/broken ]]; then echo "no such cluster" >&2; exit 1; fi; echo configured ;;
            *) exit 64 ;;
            esac
            """;
    private static final String PREVIOUS = "https://hms.example/manifests/41.yaml";

    /// As `docs/targets.md` describes it; the text of another policy speaks of the same version.
    private static final String CURRENT =
            """
            {"environment":"staging","sequence":42,"digest":"sha256:00","policies":[
            {"id":"epa-pm25-annual","version":"1.0.0","artifact":"# like epa-pm25-inspection \\"4.2.0\\""},
            {"id":"epa-pm25-inspection","version":"%s","digest":"sha256:01","from":"2026-01-01T00:00:00Z"}]}""";

    @TempDir Path folder;
    private final Map<String, String> variables = new HashMap<>();

    private record Ended(int exitCode, String said) {}

    @BeforeEach
    void cluster() throws IOException {
        var kubectl = Samples.write(folder.resolve("bin/kubectl"), KUBECTL);
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwxr-xr-x"));
        Samples.write(folder.resolve("current"), CURRENT.formatted("4.2.0"));
        Samples.write(folder.resolve("prev"), PREVIOUS);
        variables.putAll(
                Map.of(
                        "PATH", folder.resolve("bin") + ":" + System.getenv("PATH"),
                        "TEST_FOLDER", folder.toString(),
                        "HMS_POLICY", "epa-pm25-inspection",
                        "HMS_FROM", "4.2.0",
                        "HMS_TO", "4.1.0",
                        "HMS_ENV", "staging",
                        "HMS_RUN", "184"));
    }

    private Ended run() throws Exception {
        var builder = new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), "UTF-8");
        return new Ended(process.waitFor(), said);
    }

    private List<String> asked() throws IOException {
        var file = folder.resolve("asked");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void set_from_before_is_applied() throws Exception {
        assertThat(run())
                .isEqualTo(
                        new Ended(
                                0,
                                "configured\nepa-pm25-inspection is back from 4.2.0 to 4.1.0 in staging (run #184)\n"));
        assertThat(asked())
                .containsExactly(
                        "get configmap policy -o jsonpath={.data.current}",
                        "get configmap policy -o jsonpath={.data.prev}",
                        "apply -f " + PREVIOUS);
    }

    @Test
    void cluster_and_namespace_can_be_chosen() throws Exception {
        variables.put("KUBE_CONTEXT", "kind staging");
        variables.put("KUBE_NAMESPACE", "rules");
        assertThat(run().exitCode()).isZero();
        assertThat(asked())
                .last()
                .asString()
                .startsWith("--context kind staging --namespace rules apply");
    }

    @Test
    void what_is_back_already_is_left_alone() throws Exception {
        Samples.write(folder.resolve("current"), CURRENT.formatted("4.1.0"));
        assertThat(run())
                .isEqualTo(
                        new Ended(
                                0,
                                "epa-pm25-inspection 4.2.0 is not in staging any more (run #184); nothing to do\n"));
        assertThat(asked()).noneMatch(line -> line.contains("apply"));
    }

    @Test
    void set_that_is_too_large_to_be_looked_into_is_taken_back() throws Exception {
        Samples.write(
                folder.resolve("current"),
                "{\"environment\":\"staging\",\"sequence\":42,\"url\":\"https://hms.example/sets/42\"}");
        assertThat(run().exitCode()).isZero();
        assertThat(asked()).contains("apply -f " + PREVIOUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "file:///etc/passwd", "https://a b"})
    void address_that_is_none_is_not_applied(String address) throws Exception {
        Samples.write(folder.resolve("prev"), address);
        var ended = run();
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.said()).startsWith("rollback.sh: ");
        assertThat(asked()).noneMatch(line -> line.contains("apply"));
    }

    @Test
    void cluster_that_does_not_take_it_is_a_failure() throws Exception {
        Samples.write(folder.resolve("broken"), "");
        var ended = run();
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.said()).contains("no such cluster").doesNotContain("is back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HMS_POLICY", "HMS_FROM", "HMS_ENV", "HMS_RUN"})
    void without_what_promote_sets_it_does_nothing(String variable) throws Exception {
        variables.remove(variable);
        var ended = run();
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.said()).contains(variable);
        assertThat(asked()).isEmpty();
    }

    @Test
    void version_from_before_may_be_none() throws Exception {
        variables.remove("HMS_TO");
        assertThat(run().said()).contains("from 4.2.0 to none in staging");
    }
}
