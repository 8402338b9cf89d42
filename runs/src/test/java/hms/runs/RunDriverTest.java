package hms.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.core.event.RunEvent;
import hms.core.state.EnvironmentId;
import hms.core.state.RunStatus;
import hms.runs.intake.NamedBytes;
import hms.runs.intake.ReleaseFiles;
import hms.runs.intake.Reply;
import hms.runs.port.Attempt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDriverTest {

    @TempDir Path folder;

    private Press press;

    @BeforeEach
    void open() {
        press = new Press(folder, new Outside(), new Press.Clock(), CrashPoints.NONE).opened();
    }

    @AfterEach
    void close() {
        press.close();
    }

    private String summary(int run, String stage) {
        return press.entries().stream()
                .map(e -> e.event())
                .filter(RunEvent.StageFinished.class::isInstance)
                .map(RunEvent.StageFinished.class::cast)
                .filter(s -> s.run() == run && s.stage().equals(stage))
                .findFirst()
                .orElseThrow()
                .summary();
    }

    @Test
    void a_release_goes_from_a_signature_to_a_live_value() {
        int run = press.deployed(Press.limit("1.5.0", "35"));
        assertThat(press.inForce()).contains("1.5.0");
        assertThat(summary(run, "publish")).isEqualTo("1 HMS Reg. 1");
        assertThat(summary(run, "notify")).isEqualTo("1 sent");
        assertThat(press.outside.tagged).containsExactly("pm25@1.5.0");
    }

    @Test
    void the_simulation_says_which_outcomes_change() {
        press.deployed(Press.limit("1.5.0", "35"));
        int run = press.deployed(Press.limit("2.0.0", "25"));
        assertThat(summary(run, "simulate")).contains("of 3 cases").contains("1 outcome");
    }

    @Test
    void a_partner_who_does_not_answer_is_tried_again_and_holds_nobody_up() {
        press.outside.answer = new Attempt.TryAgain("connection refused");
        int run = press.deployed(Press.limit("1.5.0", "35"));
        assertThat(press.writer.state().runs().closed(run).orElseThrow().status())
                .isEqualTo(RunStatus.SUCCESS);
        assertThat(summary(run, "notify")).isEqualTo("0 sent, 1 queued");
        var notice = press.writer.state().notices().open().keySet().iterator().next();
        press.notices.attempt(notice);
        assertThat(press.outside.noticed).hasSize(1);
        press.outside.answer = new Attempt.Delivered(200);
        press.clock.now = press.clock.now.plus(Duration.ofMinutes(1));
        press.notices.attempt(notice);
        assertThat(press.outside.noticed).containsExactly(notice, notice);
        assertThat(press.writer.state().notices().open()).isEmpty();
    }

    @Test
    void work_that_fails_by_a_fault_is_tried_again_and_given_up_in_the_end() {
        press.outside.tagFault = "the repository is held by another process";
        int run = press.queued(Press.limit("1.5.0", "35"));
        for (int i = 1; i < RunDriver.ATTEMPTS; i++) {
            assertThatThrownBy(() -> press.driver.advance(run)).hasMessageContaining("is held");
        }
        press.driver.advance(run);
        var closed = press.writer.state().runs().closed(run).orElseThrow();
        assertThat(closed.error().orElseThrow()).startsWith("Deploy failed: ").contains("is held");
        assertThat(press.inForce()).contains("1.5.0");
    }

    @Test
    void a_rollback_puts_the_version_before_back() {
        press.deployed(Press.limit("1.5.0", "35"));
        press.deployed(Press.limit("2.0.0", "25"));
        Press.ok(
                press.intake.rollBack(
                        Press.ADMIN,
                        EnvironmentId.PRODUCTION,
                        hms.core.state.ArtifactKey.parse("pm25@1.5.0"),
                        Optional.of("harm"),
                        Optional.empty()));
        assertThat(press.inForce()).contains("1.5.0");
    }

    @Test
    void a_signature_over_other_bytes_is_refused_and_only_the_refusal_is_recorded() {
        press.submitted(Press.limit("2.0.0", "25"));
        var before = press.ledger.head().size();
        var forged = press.approval(Press.limit("2.0.0", "26"), true);
        var reply = press.intake.approve(Press.ADMIN, forged);
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.No.class,
                        no -> assertThat(no.refusal().code()).isEqualTo("approval-other-artifact"));
        assertThat(press.ledger.head().size()).isEqualTo(before + 1);
    }

    @Test
    void a_release_that_names_a_policy_twice_is_refused_also_when_it_is_only_tried() {
        var twice =
                new ReleaseFiles(
                        List.of(
                                new NamedBytes("a.yaml", Press.limit("1.0.0", "1")),
                                new NamedBytes("b.yaml", Press.limit("2.0.0", "2"))),
                        List.of(new NamedBytes("cases.csv", Press.CASES)));
        for (boolean dryRun : new boolean[] {true, false}) {
            assertThat(press.intake.submit(Press.ADMIN, twice, dryRun))
                    .isInstanceOfSatisfying(
                            Reply.No.class,
                            no -> assertThat(no.refusal().code()).isEqualTo("policy-twice"));
        }
        assertThat(press.writer.state().policies().byId()).isEmpty();
    }

    @Test
    void nothing_personal_and_nothing_unpublished_is_on_the_ledger() {
        press.queued(Press.limit("2.0.0", "25"));
        for (long i = 0; i < press.ledger.head().size(); i++) {
            assertThat(new String(press.ledger.entry(i), StandardCharsets.UTF_8))
                    .doesNotContain("EPA Chief")
                    .doesNotContain("boards.test")
                    .doesNotContain("reading > limit");
        }
    }
}
