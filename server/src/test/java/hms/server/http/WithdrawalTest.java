package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.state.CanaryVerdict;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the public sees of a rule that was taken back.
final class WithdrawalTest {

    private static final String THIRD = Installation.FIRST.replace("1.5.0", "3.0.0");
    private static final String WHY =
            "Withdraws 1 HMS Reg. 2 before it was in force everywhere: its canary failed: "
                    + JudgedCanary.SUMMARY
                    + ". 1 HMS Reg. 1 (version 1.5.0) stands.";

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        hms.enrolChief();
        hms.release(Installation.FIRST);
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    /// As a reader sees it a moment later: an instant that has just come is entered just after it.
    private String page(String path) {
        hms.clock.set(hms.clock.instant().plusSeconds(1));
        var response = hms.get(path, "");
        Installation.require(200, response);
        return new String(response.body(), UTF_8);
    }

    private JsonNode json(String path) {
        return JsonMapper.shared().readTree(page(path));
    }

    @Test
    void withdrawal_is_a_document_that_says_what_it_withdraws_and_why() {
        JudgedCanary.of(hms, THIRD);

        var withdrawal = json("/register/1/3.json");

        assertThat(withdrawal.path("type").asString()).isEqualTo("Withdrawal");
        assertThat(withdrawal.path("action").asString())
                .isEqualTo("Withdrawal, withdraws 1 HMS Reg. 2.");
        assertThat(withdrawal.path("title").asString()).isEqualTo("Fine-particle limit");
        assertThat(withdrawal.path("abstract").asString()).isEqualTo(WHY);
        assertThat(withdrawal.path("correction_of").isNull()).isTrue();
        assertThat(withdrawal.path("effective_on").asString()).isEqualTo("2024-08-01");
        assertThat(withdrawal.path("hms").path("values").isEmpty()).isTrue();
        assertThat(withdrawal.path("hms").path("signatures").isEmpty()).isTrue();
        assertThat(withdrawal.path("hms").path("links").findValuesAsString("relation"))
                .containsExactly("withdraws");
        assertThat(page("/register/1/3"))
                .contains("Took effect")
                .contains("<a href=\"/register/1/2\">1 HMS Reg. 2</a>")
                .contains("which was never in force for everyone")
                .doesNotContain("0 signatures")
                .doesNotContain("Read as in force on");
        assertThat(page("/register/check?document=1-3")).contains("Nobody signs a withdrawal");
    }

    @Test
    void withdrawn_rule_says_by_what_and_amends_nothing_any_more() {
        JudgedCanary.of(hms, THIRD);

        var rule = json("/register/1/2.json");

        assertThat(rule.path("hms").path("status").path("state").asString()).isEqualTo("withdrawn");
        assertThat(rule.path("hms").path("status").path("by").asString()).isEqualTo("1 HMS Reg. 3");
        assertThat(rule.path("hms").path("links").findValuesAsString("relation"))
                .containsExactly("withdrawn_by");
        assertThat(page("/register/1/2")).contains("Withdrawn").contains("/register/1/3");
        var stands = json("/register/1/1.json");
        assertThat(stands.path("hms").path("status").path("state").asString())
                .isEqualTo("in-force");
        assertThat(stands.path("hms").path("links").isEmpty()).isTrue();
    }

    @Test
    void list_feed_and_filters_have_both() {
        JudgedCanary.of(hms, THIRD);

        assertThat(
                        json("/register.json?kind=withdrawal")
                                .path("results")
                                .findValuesAsString("citation"))
                .contains("1 HMS Reg. 3");
        assertThat(
                        json("/register.json?status=withdrawn")
                                .path("results")
                                .findValuesAsString("document_number"))
                .containsExactly("1-2");
        assertThat(page("/register"))
                .contains("1 rule in force today")
                .contains("withdraws 1 HMS Reg. 2")
                .contains("class=\"entry gone\"");
        assertThat(page("/register/feed.atom"))
                .contains("<category term=\"Withdrawal\"")
                .contains(WHY)
                .contains(
                        "rel=\"related\" type=\"text/html\" href=\"http://hms.example/register/1/2\"");
    }

    @Test
    void canary_that_could_not_be_told_is_withdrawn_for_that_reason() {
        var canary = new JudgedCanary(hms);
        canary.judge(canary.begin(THIRD), CanaryVerdict.INCONCLUSIVE);

        assertThat(json("/register/1/3.json").path("abstract").asString())
                .contains("its canary was inconclusive: ");
    }

    @Test
    void deployment_that_a_person_ended_is_withdrawn_for_that_reason() {
        int run = new JudgedCanary(hms).begin(THIRD);
        Installation.require(
                200,
                hms.post(
                        "/api/runs/" + run + "/abort",
                        hms.admin,
                        "application/json",
                        "{\"reason\":\"wrong day\"}"));

        assertThat(json("/register/1/3.json").path("abstract").asString())
                .contains("its deployment was stopped: ")
                .contains("wrong day");
    }

    @Test
    void rule_that_goes_out_again_is_a_new_document_and_the_old_one_stays_withdrawn() {
        JudgedCanary.of(hms, THIRD);
        Installation.require(
                200,
                hms.post(
                        "/api/tickets/1/resolve",
                        hms.admin,
                        "application/json",
                        "{\"choice\":\"release\",\"reason\":\"The sensor was broken.\"}"));
        Installation.require(
                202,
                hms.post(
                        "/api/policies/epa-pm25-limit/deploy",
                        hms.admin,
                        "application/json",
                        "{\"env\":\"production\",\"version\":\"3.0.0\"}"));
        hms.drive();
        new JudgedCanary(hms).judge(hms.writer.state().runs().last(), CanaryVerdict.PASSED);
        hms.drive();

        assertThat(json("/register.json").path("results").findValuesAsString("state"))
                .containsExactly("in-force", "in-force", "withdrawn", "superseded");
        assertThat(
                        json("/register/1/4.json")
                                .path("hms")
                                .path("links")
                                .findValuesAsString("citation"))
                .containsExactly("1 HMS Reg. 1");
    }
}
