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
                            "✓ Signature added",
                            "DEPLOYMENT SUCCESSFUL",
                            "is not approved for production",
                            "710 outcomes change",
                            "limit  15.0",
                            "limit  12.0",
                            "limit  9.0",
                            "✓ epa-pm25-limit@1.5.0 is live in production",
                            "ended with status 137",
                            "Publication ................. PASS",
                            "policy.rolledback  epa-pm25-limit@1.5.0",
                            "policy-2023-vax@1.0.0",
                            "ledger verified");
        }
    }
}
