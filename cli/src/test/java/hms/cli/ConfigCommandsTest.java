package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandsTest {
    private static final String DRY = "PUT /api/configuration?dryRun=true";
    private static final String APPLY = "PUT /api/configuration";
    private static final String YAML = "zone: Europe/Paris\n";

    private static final String CHANGE =
            """
            {"type":"legal-zone-set","what":"The legal zone is Europe/Paris.","before":"UTC","after":"Europe/Paris"}""";

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();
    private Shell shell = new Shell(Path.of("."));

    @BeforeEach
    void start() {
        Samples.write(folder.resolve("hms.yaml"), YAML);
        shell = new Shell(folder).at(server.uri());
        server.on(DRY, 200, answer(true, CHANGE, "null"))
                .on(APPLY, 200, answer(false, CHANGE, "{\"index\":41,\"size\":42,\"epoch\":0}"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String answer(boolean dryRun, String changes, String ledger) {
        return """
                {"dryRun":%s,"changes":[%s],"notes":["publicUrl is x until the server is started anew."],"ledger":%s}"""
                .formatted(dryRun, changes, ledger);
    }

    @Test
    void difference_is_shown_first_and_applied_where_that_was_said() {
        assertThat(shell.run("config", "apply", "hms.yaml", "--yes")).isZero();

        assertThat(shell.out())
                .isEqualTo(
                        """
                        • The legal zone is Europe/Paris.
                          - UTC
                          + Europe/Paris
                        ! publicUrl is x until the server is started anew.
                        ✓ Changed, on the ledger as entry 41
                        """);
        assertThat(server.calls()).containsExactly(DRY, APPLY);
        assertThat(server.asked(APPLY).body()).isEqualTo(YAML);
    }

    @Test
    void terminal_asks_and_anything_but_yes_changes_nothing() {
        assertThat(shell.onTerminal(80, "n\n").run("config", "apply", "hms.yaml")).isEqualTo(1);
        assertThat(shell.err()).contains("Change it? [y/N]", "Nothing was changed.");
        assertThat(server.calls()).containsExactly(DRY);

        assertThat(shell.onTerminal(80, "y\n").run("config", "apply", "hms.yaml")).isZero();
        assertThat(server.calls()).containsExactly(DRY, DRY, APPLY);
    }

    @Test
    void without_a_terminal_it_has_to_be_said() {
        assertThat(shell.run("config", "apply", "hms.yaml")).isEqualTo(2);
        assertThat(shell.err()).contains("--yes");
        assertThat(server.calls()).containsExactly(DRY);
    }

    @Test
    void dry_run_shows_and_does_nothing() {
        assertThat(shell.run("config", "apply", "hms.yaml", "--dry-run")).isZero();

        assertThat(shell.out()).contains("+ Europe/Paris");
        assertThat(server.calls()).containsExactly(DRY);
    }

    @Test
    void file_that_says_what_stands_needs_no_answer() {
        server.on(DRY, 200, answer(true, "", "null"));

        assertThat(shell.run("config", "apply", "hms.yaml")).isZero();

        assertThat(shell.out()).startsWith("The configuration says this already.");
        assertThat(server.calls()).containsExactly(DRY);
    }

    @Test
    void refusal_says_the_place() {
        server.refuses(
                DRY,
                422,
                "invalid-configuration",
                "The configuration cannot be used: hms.yaml: $.zone is no time zone.",
                "Correct the file.");

        assertThat(shell.run("config", "apply", "hms.yaml", "--yes")).isEqualTo(1);

        assertThat(shell.err()).contains("$.zone is no time zone.", "Correct the file.");
    }

    @Test
    void what_stands_is_shown_as_the_file_it_could_be() {
        server.on("GET /api/configuration", 200, "{\"yaml\":\"zone: UTC\\n\"}");

        assertThat(shell.run("config", "show")).isZero();

        assertThat(shell.out()).isEqualTo("zone: UTC\n");
    }

    @Test
    void route_shows_who_gets_a_policy_and_who_does_not() {
        Samples.policy(folder);
        server.on(
                "POST /api/route",
                200,
                """
                {"policies":[{"id":"epa-pm25-limit","version":"2.0.0","environments":[
                {"environment":"staging","targets":[{"name":"cluster","kind":"local"},{"name":"api","kind":"http"}],"others":[]},
                {"environment":"production","targets":[],"others":[{"name":"copies","kind":"folder"}]}]}]}""");

        assertThat(shell.run("route", "policies/pm25.yaml")).isZero();

        assertThat(shell.out())
                .isEqualTo(
                        """
                          policy                environment  goes to                      not to
                          epa-pm25-limit@2.0.0  staging      cluster (local), api (http)
                                                production   the config store alone       copies (folder)
                        """);
        assertThat(server.asked("POST /api/route").json().path("artifacts").size()).isEqualTo(1);
    }
}
