package hms.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pipeline file as its users run it: `hms` in a script is the program that runs the script.
final class CiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private Path pipeline(String text) throws IOException {
        var file = folder.resolve("project/.hms-ci/pipeline.yml");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void scripts_find_this_very_program() throws IOException {
        var file =
                pipeline(
                        """
                        policies: %1$s/policies/pm25.yaml
                        package: out.tgz
                        stages:
                          - { id: lint, uses: validate }
                          - { id: build, uses: package }
                          - { id: versions, script: "hms --version; hms-svc --version" }
                          - id: wrong
                            script: |
                              hms policy pack none.yaml
                        """
                                .formatted(Hms.CHECKOUT.resolve("examples")));
        try (var hms = new Hms(folder)) {
            var report = folder.resolve("report.xml").toString();
            var result = hms.run("ci", "run", file.toString(), "--junit", report).exits(1);
            assertThat(result.out())
                    .startsWith(
                            """
                            [lint]  ✅  1 file, no findings
                            [build] 📦  out.tgz created
                            [vers]  ✅  hms \
                            """)
                    .contains("[wrong] ❌  There is no file none.yaml.\n        log: ");
            assertThat(folder.resolve("project/out.tgz")).exists();
            assertThat(Files.readString(Path.of(report))).contains("tests=\"4\" failures=\"1\"");
        }
    }

    @Test
    void example_is_packed_tested_and_scanned_as_its_readme_says() throws IOException {
        var example = Hms.CHECKOUT.resolve("examples/ci");
        var policies = folder.resolve("project/policies/tests");
        Files.createDirectories(policies);
        for (var name : List.of("pm25-annual.yaml", "pm25-daily.yaml", "pm25-inspect.yaml")) {
            Files.copy(example.resolve("policies/tests/" + name), policies.resolve(name));
        }
        var policy = "policies/pm25-inspection.yaml";
        Files.copy(example.resolve(policy), folder.resolve("project").resolve(policy));
        var text = Files.readString(example.resolve(".hms-ci/policy-pipeline.yml"));
        var file = pipeline(text.substring(0, text.indexOf("  - id: chaos")));
        try (var hms = new Hms(folder)) {
            var result = hms.run("ci", "run", file.toString()).succeeds();
            assertThat(result.out())
                    .isEqualTo(
                            """
                            [build] 📦  pkg.tgz created
                            [test]  ✅  42 tests
                            [comp]  ✅  privacy(0) ethics(0)
                            """);
        }
    }

    /// The whole of it, as the issue of a rule goes: three environments with clusters of real
    /// processes, five stages, and the release waits for midnight. Only the chaos is shorter.
    @Test
    void example_goes_from_its_files_to_a_schedule_in_production() throws IOException {
        copyExample();
        var file = folder.resolve("project/.hms-ci/policy-pipeline.yml");
        Files.writeString(file, Files.readString(file).replace("--time 5m", "--time 5s"));
        try (var hms = new Hms(folder)) {
            Files.createDirectories(hms.data());
            Files.writeString(
                    hms.data().resolve("hms.yaml"),
                    Files.readString(folder.resolve("project/hms.yaml"))
                            .replace("time: 10s", "time: 5s"));
            hms.up(Map.of());
            hms.here("key", "new", "EPA Chief").succeeds();
            hms.here("cluster", "up", "--replicas", "2").succeeds();
            try {
                var policy = folder.resolve("project/policies/pm25-inspection.yaml").toString();
                hms.here(
                                "approve",
                                policy,
                                "--sign",
                                "EPA Chief",
                                "--env",
                                "staging,preprod,production",
                                "--offline")
                        .succeeds();
                assertThat(hms.run("ci", "run", file.toString()).succeeds().out())
                        .isEqualTo(
                                """
                                [build]  📦  pkg.tgz created
                                [test]   ✅  42 tests
                                [comp]   ✅  privacy(0) ethics(0)
                                [chaos]  ✅  survived faults
                                [deploy] staging ✅  pre-prod ✅  prod SCHEDULED@00:00
                                """);
                assertThat(hms.here("show", "epa-pm25-inspection", "--env", "preprod").out())
                        .contains("epa-pm25-inspection@4.2.0, in force in preprod");
                assertThat(hms.here("rehearse").succeeds().out())
                        .contains("epa-pm25-inspection  4.2.0 comes into force");
                refusesToPromoteWithoutARollbackScript(hms);
            } finally {
                hms.here("cluster", "down").succeeds();
            }
        }
    }

    private void refusesToPromoteWithoutARollbackScript(Hms hms) {
        var script = folder.resolve("project/rollback.sh");
        assertThat(script.toFile().setExecutable(false, false)).isTrue();
        var refused =
                hms.here(
                        "promote",
                        folder.resolve("project/pkg.tgz").toString(),
                        "--targets",
                        "staging,preprod,prod",
                        "--rollback",
                        script.toString());
        assertThat(refused.exits(1).err()).contains("is not executable").contains("chmod +x");
        assertThat(hms.here("runs").succeeds().out()).contains("#1").doesNotContain("#2");
    }

    private void copyExample() throws IOException {
        var example = Hms.CHECKOUT.resolve("examples/ci");
        try (var files = Files.walk(example)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = example.relativize(file);
                if (name.startsWith(".hms-ci/logs") || name.toString().endsWith(".sig")) {
                    continue; // what somebody has left there
                }
                var copy = folder.resolve("project").resolve(name);
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void ended_command_leaves_nothing_running() throws Exception {
        var file =
                pipeline(
                        """
                        stages:
                          - id: slow
                            script: |
                              echo $$ >pid.new
                              mv pid.new pid
                              sleep 600
                        """);
        try (var hms = new Hms(folder)) {
            var command = hms.start("ci", "run", file.toString());
            var pid = folder.resolve("project/pid");
            await(() -> Files.exists(pid));
            long number = Long.parseLong(Files.readString(pid).strip());
            var children = ProcessHandle.of(number).orElseThrow().descendants().toList();

            command.process().destroy(); // as Ctrl-C does, with a signal

            assertThat(command.await().exitCode()).isEqualTo(128 + 15);
            await(() -> ended(number) && children.stream().allMatch(c -> ended(c.pid())));
        }
    }

    private static boolean ended(long pid) {
        try {
            return ProcessHandle.of(pid).isEmpty()
                    || Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException _) {
            return true; // it has gone meanwhile
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it does not come about").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
