package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.event.LedgerEvent;
import hms.core.event.TicketEvent;
import hms.core.state.CanaryVerdict;
import hms.core.state.Scope;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TicketApiTest {

    private static final String THIRD = Installation.FIRST.replace("1.5.0", "3.0.0");

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

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private JsonNode get(String path) {
        var response = hms.get(path, hms.admin);
        Installation.require(200, response);
        return json(response);
    }

    private HttpResponse<byte[]> resolve(int ticket, String token, String choice, String reason) {
        return hms.post(
                "/api/tickets/" + ticket + "/resolve",
                token,
                "application/json",
                "{\"choice\":\"" + choice + "\",\"reason\":\"" + reason + "\"}");
    }

    @Test
    void failed_canary_asks_a_person_and_says_what_each_choice_does() {
        int run = JudgedCanary.of(hms, THIRD);

        var ticket = get("/api/tickets/1");

        assertThat(ticket.path("kind").asString()).isEqualTo("canary-failed");
        assertThat(ticket.path("title").asString())
                .isEqualTo("The canary of epa-pm25-limit@3.0.0 failed in production");
        assertThat(ticket.path("run").asInt()).isEqualTo(run);
        assertThat(ticket.path("standing").asString())
                .isEqualTo("No one is on 3.0.0. 1.5.0 is in force in production.");
        assertThat(ticket.path("by").asString()).isEqualTo("HMS-SVC");
        assertThat(ticket.path("quarantined").get(0).asString()).isEqualTo("epa-pm25-limit@3.0.0");
        assertThat(ticket.path("evidence").path("summary").asString())
                .isEqualTo(JudgedCanary.SUMMARY);
        assertThat(ticket.path("evidence").path("stage").asString()).isEqualTo("canary");
        assertThat(ticket.path("evidence").path("report").path("alerts").asDouble()).isEqualTo(9.5);
        assertThat(ticket.path("choices").findValuesAsString("choice"))
                .containsExactly("uphold", "release");
        assertThat(ticket.path("choices").findValuesAsString("consequence"))
                .allMatch(text -> text.endsWith("."));
        assertThat(ticket.path("resolution").isNull()).isTrue();
        assertThat(get("/api/runs/" + run).path("error").path("ticket").asString()).isEqualTo("1");
    }

    @Test
    void rolled_back_version_asks_for_a_note_and_shows_why() {
        hms.release(Installation.FIRST.replace("1.5.0", "1.6.0"));
        Installation.require(
                200,
                hms.post(
                        "/api/policies/epa-pm25-limit/rollback",
                        hms.admin,
                        "application/json",
                        "{\"env\":\"production\",\"version\":\"1.5.0\",\"reason\":\"too strict\"}"));

        var ticket = get("/api/tickets/1");

        assertThat(ticket.path("title").asString())
                .isEqualTo("epa-pm25-limit@1.6.0 was rolled back in production");
        assertThat(ticket.path("evidence").path("summary").asString()).isEqualTo("too strict");
        assertThat(ticket.path("by").asString()).isEqualTo("Admin");
        assertThat(ticket.path("run").isNull()).isTrue();
        assertThat(ticket.path("choices").findValuesAsString("choice"))
                .containsExactly("acknowledge");
        assertThat(json(resolve(1, hms.admin, "release", "no")).path("code").asString())
                .isEqualTo("no-such-choice");
    }

    @Test
    void released_bytes_may_go_out_again_and_the_ticket_says_who_decided_and_why() {
        JudgedCanary.of(hms, THIRD);
        assertThat(deploy().statusCode()).isEqualTo(409);
        var counsel = hms.token("Jonas Lindqvist", Scope.POLICY_READ, Scope.TICKET_RESOLVE);

        var answer = resolve(1, counsel, "release", "The sensor was broken,\\nnot the rule.");

        Installation.require(200, answer);
        var resolution = json(answer).path("resolution");
        assertThat(resolution.path("choice").asString()).isEqualTo("release");
        assertThat(resolution.path("by").asString()).isEqualTo("Jonas Lindqvist");
        assertThat(resolution.path("reason").asString())
                .isEqualTo("The sensor was broken,\nnot the rule.");
        assertThat(json(answer).path("quarantined").isEmpty()).isTrue();
        assertThat(json(answer).path("ledger").path("index").isNumber()).isTrue();
        assertThat(deploy().statusCode()).isEqualTo(202);
    }

    private HttpResponse<byte[]> deploy() {
        return hms.post(
                "/api/policies/epa-pm25-limit/deploy",
                hms.admin,
                "application/json",
                "{\"env\":\"production\",\"version\":\"3.0.0\"}");
    }

    @Test
    void upheld_bytes_stay_in_quarantine() {
        JudgedCanary.of(hms, THIRD);

        Installation.require(200, resolve(1, hms.admin, "uphold", "It harms."));

        assertThat(deploy().statusCode()).isEqualTo(409);
        assertThat(get("/api/tickets/1").path("quarantined").size()).isEqualTo(1);
    }

    @Test
    void ticket_is_decided_once() {
        JudgedCanary.of(hms, THIRD);
        Installation.require(200, resolve(1, hms.admin, "uphold", "It harms."));

        var again = resolve(1, hms.admin, "release", "On second thought.");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).path("code").asString()).isEqualTo("ticket-resolved");
        assertThat(json(again).path("detail").asString())
                .isEqualTo("Ticket 1 was decided already: uphold.");
    }

    @Test
    void only_open_tickets_are_listed_unless_all_are_asked_for() {
        JudgedCanary.of(hms, THIRD);
        JudgedCanary.of(hms, Installation.FIRST.replace("1.5.0", "3.1.0"));
        Installation.require(200, resolve(1, hms.admin, "uphold", "It harms."));

        assertThat(get("/api/tickets").path("tickets").findValuesAsString("ticket"))
                .containsExactly("2");
        var all = get("/api/tickets?status=all&limit=1");
        assertThat(all.path("tickets").findValuesAsString("version")).containsExactly("3.1.0");
        var rest = get("/api/tickets?status=all&before=" + all.path("before").asInt());
        assertThat(rest.path("tickets").findValuesAsString("status")).containsExactly("resolved");
        assertThat(rest.path("before").isNull()).isTrue();
    }

    @Test
    void who_may_not_decide_is_refused_whether_there_is_a_ticket_or_not_and_that_is_on_record() {
        JudgedCanary.of(hms, THIRD);
        var reader = hms.token("reader", Scope.POLICY_READ, Scope.POLICY_DEPLOY);
        long before = hms.ledger.head().size();

        for (int ticket : new int[] {1, 99}) {
            var refused = resolve(ticket, reader, "release", "please");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(json(refused).path("detail").asString()).contains("ticket:resolve");
        }

        assertThat(hms.events(before))
                .hasOnlyElementsOfType(LedgerEvent.ActRefused.class)
                .isNotEmpty();
    }

    @Test
    void token_for_another_policy_neither_sees_nor_decides() {
        JudgedCanary.of(hms, THIRD);
        var other =
                hms.token("other", List.of("other"), List.of(), Optional.empty(), Scope.values());

        assertThat(json(hms.get("/api/tickets", other)).path("tickets").isEmpty()).isTrue();
        assertThat(hms.get("/api/tickets/1", other).statusCode()).isEqualTo(403);
        assertThat(resolve(1, other, "release", "mine").statusCode()).isEqualTo(403);
    }

    @Test
    void reasons_that_hide_something_or_are_endless_change_nothing() {
        JudgedCanary.of(hms, THIRD);
        long before = hms.ledger.head().size();

        assertRefused(400, "wrong-field", "\\u001b[2Jgone");
        assertRefused(400, "wrong-field", "a\\u202ereversed");
        assertRefused(400, "wrong-field", "nul\\u0000");
        assertRefused(400, "wrong-field", "x".repeat(2_001));
        assertRefused(400, "wrong-field", " \\n ");
        assertRefused(413, "too-large", "x".repeat(100_000));

        assertThat(hms.events(before)).noneMatch(TicketEvent.class::isInstance);
        assertThat(get("/api/tickets/1").path("status").asString()).isEqualTo("open");
    }

    private void assertRefused(int status, String code, String reason) {
        var refused = resolve(1, hms.admin, "uphold", reason);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(json(refused).path("code").asString()).isEqualTo(code);
    }

    @Test
    void baking_stage_says_until_when() {
        int run = new JudgedCanary(hms).begin(THIRD);

        var stages = get("/api/runs/" + run).path("stages");

        // entries of one instant are microseconds apart on the ledger
        var until = hms.clock.instant().plusSeconds(300);
        assertThat(stages.findValuesAsString("bakingUntil"))
                .singleElement()
                .satisfies(
                        text ->
                                assertThat(Instant.parse(text))
                                        .isBetween(until, until.plusMillis(1)));
        assertThat(stages.get(2).path("outcome").asString()).isEqualTo("running");
    }

    @Test
    void inconclusive_canary_opens_no_ticket() {
        var canary = new JudgedCanary(hms);
        int run = canary.begin(THIRD);
        canary.judge(run, CanaryVerdict.INCONCLUSIVE);

        assertThat(get("/api/tickets?status=all").path("tickets").isEmpty()).isTrue();
        assertThat(get("/api/runs/" + run).path("error").path("ticket").isNull()).isTrue();
    }
}
