package hms.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same without a server: each command is one, for as long as it lasts.
final class EmbeddedTest {
    private static final String CHIEF = "EPA Chief";

    @TempDir Path folder;

    @Test
    void approval_deploys_and_what_is_live_is_read_back() {
        var hms = new Hms(folder);
        hms.run("key", "new", CHIEF).succeeds();

        var approved = hms.run("approve", Hms.example("pm25-1.5.0.yaml"), "--sign", CHIEF);
        assertThat(approved.succeeds().out())
                .containsSubsequence(
                        "✓ Signature added",
                        "✓ Policy queued for deployment (run #1)",
                        "DEPLOYMENT SUCCESSFUL",
                        "Policy live at");

        assertThat(hms.run("deploy", Hms.example("pm25.yaml")).exits(1).err())
                .contains("is not approved", "hms approve");
        assertThat(hms.run("approve", Hms.example("pm25.yaml"), "--sign", CHIEF).succeeds().out())
                .contains("(run #2)", "710 outcomes change");
        assertThat(hms.run("rollback", "epa-pm25-limit@1.5.0").succeeds().out())
                .containsPattern("epa-pm25-limit@1\\.5\\.0 is live.*\\d\\.\\d+ s");
        assertThat(hms.run("show", "epa-pm25-limit").succeeds().out())
                .containsPattern("limit +35")
                .contains("epa-pm25-limit@1.5.0, in force");
        assertThat(hms.run("audit", "verify").succeeds().out()).contains("ledger verified");
    }

    @Test
    void configuration_that_cannot_be_used_is_refused_with_its_place() throws IOException {
        var hms = new Hms(folder);
        Files.createDirectories(hms.data());
        Files.writeString(
                hms.data().resolve("hms.yaml"), "environments: { staging: { gate: perhaps } }\n");
        assertThat(hms.run("key", "new", CHIEF).exits(1).err())
                .contains("hms.yaml: $.environments.staging.gate has to be person or none")
                .doesNotContain("should not happen");
    }

    @Test
    void commands_at_the_same_time_on_one_folder_all_succeed() {
        var hms = new Hms(folder);
        hms.run("key", "new", CHIEF).succeeds();

        var one = hms.start("approve", Hms.example("pm25-1.5.0.yaml"), "--sign", CHIEF);
        var other = hms.start("approve", Hms.example("booster.yaml"), "--sign", CHIEF);

        assertThat(one.await().succeeds().out()).contains("DEPLOYMENT SUCCESSFUL");
        assertThat(other.await().succeeds().out()).contains("DEPLOYMENT SUCCESSFUL");
        assertThat(hms.run("show").succeeds().out()).contains("epa-pm25-limit", "policy-2023-vax");
        assertThat(hms.run("runs").succeeds().out())
                .contains("epa-pm25-limit@1.5.0", "policy-2023-vax@1.0.0");
        assertThat(hms.data().resolve("server.json")).doesNotExist();
    }
}
