package hms.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first command of the README.
class DemoTest {
    @TempDir Path folder;

    @Test
    void the_demo_tells_the_whole_story_and_ends_with_a_verified_ledger() {
        try (var hms = new Hms(folder)) {
            var out = hms.run("demo", "--exit").exits(0).out();
            assertThat(out)
                    .containsSubsequence(
                            "50 bots hear from the server",
                            "✓ Signature added",
                            "NCR 17/17  Northeast 0/17  Southwest 0/16",
                            "Canary (National Capital Region) .... PASS",
                            "NCR 17/17  Northeast 17/17  Southwest 16/16",
                            "Full Rollout ................ PASS (50 of 50 on 1.5.0)",
                            "DEPLOYMENT SUCCESSFUL",
                            "is not approved for production",
                            "710 outcomes change",
                            "Full Rollout ................ PASS (50 of 50 on 2.0.0)",
                            "Policy live at",
                            "Canary (National Capital Region) .... FAILED",
                            "DEPLOYMENT FAILED",
                            "All 50 bots are on 2.0.0.",
                            "The canary of epa-pm25-limit@3.0.0 failed in production.",
                            "is in quarantine",
                            "✓ epa-pm25-limit@1.5.0 is live in production",
                            "The last of 50 bots was on 1.5.0",
                            "ended with status 137",
                            "All 50 bots hear from it again.",
                            "policy.withdrawn  epa-pm25-limit@3.0.0",
                            "policy.rolledback  epa-pm25-limit@1.5.0",
                            "epa-pm25-limit@2.0.0",
                            "ledger verified");
            assertThat(out).doesNotContainPattern("bots on 3.0.0: .*(Northeast|Southwest) [1-9]");
        }
    }
}
