package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketCommandsTest {
    private static final String BRIEF =
            """
            "ticket":37,"kind":"canary-failed","status":"STATUS","title":"The canary of hhs-poverty-guidelines@6.1.0 failed in production","run":181,"environment":"production","policy":"hhs-poverty-guidelines","version":"6.1.0","openedAt":"2026-01-31T11:30:00Z\"""";
    private static final String TICKET =
            "{"
                    + BRIEF
                    + """
                    ,"standing":"No one is on 6.1.0. 6.0.0 is in force in production.","by":"HMS-SVC","entry":48160,"quarantined":["hhs-poverty-guidelines@6.1.0"],
                    "evidence":{"summary":"refused: 9 alerts, of which 1.2 were foreseen","stage":"canary","report":{"verdict":"failed","canary":{"subscribers":22,"evaluations":412,"errors":0,"alertCount":9,"alerts":{"refused":9},"changes":{"qualifies: true → false":9}},"baseline":{"subscribers":60,"evaluations":1200,"errors":0,"alertCount":0,"alerts":{}},"foreseen":{"alerts":{"least":0,"most":2}}}},
                    "choices":[{"choice":"uphold","title":"Keep it withdrawn","consequence":"The quarantine stays."},{"choice":"release","title":"Allow these bytes again","consequence":"Lifts the quarantine."}],
                    "resolution":RESOLUTION}""";

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    private Shell shell() {
        return new Shell(folder).at(server.uri());
    }

    private static String open() {
        return TICKET.replace("STATUS", "open").replace("RESOLUTION", "null");
    }

    private static String resolved(String reason) {
        return TICKET.replace("STATUS", "resolved")
                .replace(
                        "RESOLUTION",
                        """
                        {"choice":"uphold","by":"Marta Okafor","reason":"%s","at":"2026-01-31T11:45:00Z"}"""
                                .formatted(reason));
    }

    @Test
    void open_ticket_says_the_sentence_first_then_facts_then_what_each_choice_does() {
        server.on("GET /api/tickets/37", 200, open());
        var shell = shell();

        assertThat(shell.run("ticket", "show", "T-37")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        The canary of hhs-poverty-guidelines@6.1.0 failed in production.
                        No one is on 6.1.0. 6.0.0 is in force in production.

                          What happened  refused: 9 alerts, of which 1.2 were foreseen
                                         canary: 9 alerts in 412 evaluations by 22 subscribers, 0 errors, foreseen 0 to 2
                                         baseline: 0 alerts in 1,200 evaluations by 60 subscribers, 0 errors
                                         qualifies: true → false: 9
                          Found by       run #181, stage canary
                          Opened         31 Jan 2026, 06:30 EST by HMS-SVC
                          Quarantined    hhs-poverty-guidelines@6.1.0
                          On the ledger  entry 48160

                        What should happen?
                          uphold  Keep it withdrawn
                              The quarantine stays.
                          release  Allow these bytes again
                              Lifts the quarantine.
                        Decide: hms ticket resolve 37 --choice uphold|release --reason TEXT
                        """);
    }

    @Test
    void decided_ticket_says_who_when_and_why_and_asks_nothing() {
        server.on("GET /api/tickets/37", 200, resolved("Add Alaska.\\nAnd Hawaii."));
        var shell = shell();

        assertThat(shell.run("ticket", "show", "37")).isZero();
        assertThat(shell.out())
                .contains("  Decided        uphold, by Marta Okafor, 31 Jan 2026, 06:45 EST\n")
                .contains("  Reason         Add Alaska.\n                 And Hawaii.\n")
                .doesNotContain("What should happen?");
    }

    @Test
    void what_a_reason_hides_is_made_visible() {
        server.on("GET /api/tickets/37", 200, resolved("a\\u001b[2Jb\\u202ec"));
        var shell = shell().onTerminal(80, "").with("NO_COLOR", "1");

        assertThat(shell.run("ticket", "show", "37")).isZero();
        assertThat(shell.out()).contains("a\\u{1b}[2Jb\\u{202e}c").doesNotContain("\u001b[2J");
    }

    @Test
    void long_reasons_are_wrapped_on_a_terminal() {
        server.on("GET /api/tickets/37", 200, resolved("because ".repeat(250).strip()));
        var shell = shell().onTerminal(60, "").with("NO_COLOR", "1");

        assertThat(shell.run("ticket", "show", "37")).isZero();
        assertThat(shell.out().lines()).allMatch(line -> Ink.width(line) <= 80);
        assertThat(shell.out().lines().filter(line -> line.contains("because because")))
                .hasSizeGreaterThan(10);
    }

    @Test
    void open_tickets_are_listed_and_none_is_said_in_words() {
        server.on(
                        "GET /api/tickets?status=open&limit=50",
                        200,
                        "{\"tickets\":[{" + BRIEF.replace("STATUS", "open") + "}],\"before\":null}")
                .on(
                        "GET /api/tickets?status=all&limit=1&before=37",
                        200,
                        "{\"tickets\":[],\"before\":null}")
                .on(
                        "GET /api/tickets?status=open&limit=1",
                        200,
                        "{\"tickets\":[],\"before\":null}");
        var shell = shell();

        assertThat(shell.run("ticket", "list")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                          ticket  status  what                                                             run   opened
                          37      open    The canary of hhs-poverty-guidelines@6.1.0 failed in production  #181  31 Jan 2026, 06:30 EST
                        """);
        assertThat(shell.run("ticket", "list", "--limit", "1")).isZero();
        assertThat(shell.out()).isEqualTo("Nothing waits for you.\n");
        assertThat(shell.run("ticket", "list", "--all", "--limit", "1", "--before", "#37"))
                .isZero();
        assertThat(shell.out()).isEqualTo("There are no tickets.\n");
    }

    @Test
    void list_says_how_to_see_more() {
        server.on(
                "GET /api/tickets",
                200,
                "{\"tickets\":[{" + BRIEF.replace("STATUS", "open") + "}],\"before\":37}");
        var shell = shell();

        assertThat(shell.run("ticket", "list", "--all")).isZero();
        assertThat(shell.out()).endsWith("  More: hms ticket list --all --before 37\n");
    }

    @Test
    void deciding_sends_choice_and_reason_and_says_what_follows() {
        server.on("POST /api/tickets/37/resolve", 200, resolved("It ignores region."));
        var shell = shell();

        assertThat(
                        shell.run(
                                "ticket",
                                "resolve",
                                "37",
                                "--choice",
                                "Uphold",
                                "--reason",
                                "It ignores region."))
                .isZero();
        assertThat(shell.out())
                .isEqualTo("✓ Ticket 37 is decided: uphold\n  The quarantine stays.\n");
        var body = server.asked("POST /api/tickets/37/resolve").json();
        assertThat(body.path("choice").asString()).isEqualTo("uphold");
        assertThat(body.path("reason").asString()).isEqualTo("It ignores region.");
    }

    @Test
    void refusals_are_exit_1_with_what_to_do() {
        server.refuses(
                "POST /api/tickets/37/resolve",
                409,
                "ticket-resolved",
                "Ticket 37 was decided already: uphold.",
                "See how: hms ticket show 37");
        var shell = shell();

        assertThat(shell.run("ticket", "resolve", "37", "--choice", "release", "--reason", "x"))
                .isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        "✗ Ticket 37 was decided already: uphold.\n  See how: hms ticket show 37\n");
    }

    @Test
    void a_decision_without_choice_reason_or_number_is_wrong_usage() {
        assertThat(shell().run("ticket", "resolve", "37", "--choice", "uphold")).isEqualTo(2);
        assertThat(shell().run("ticket", "resolve", "37", "--reason", "x")).isEqualTo(2);
        for (var number : new String[] {"0", "-1", "one", "T-", "9999999999", "37;ls"}) {
            var shell = shell();
            assertThat(shell.run("ticket", "show", "--", number)).as(number).isEqualTo(2);
            assertThat(shell.err()).contains("hms ticket list");
        }
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void canary_bake_and_partners_go_out_with_a_deployment() {
        server.on("POST /api/policies/p/deploy", 202, "{\"run\":5,\"status\":\"queued\"}");
        var shell = shell();

        assertThat(
                        shell.run(
                                "deploy",
                                "p@1.0.0",
                                "--canary",
                                "0.05",
                                "--bake",
                                "10s",
                                "--partner",
                                "a",
                                "--partner",
                                "b",
                                "--detach"))
                .as(shell.err())
                .isZero();
        var body = server.asked("POST /api/policies/p/deploy").json();
        assertThat(body.path("canary").asString()).isEqualTo("5%");
        assertThat(body.path("bake").asString()).isEqualTo("10s");
        assertThat(body.path("partners").toString()).isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void nobody_is_asked_for_a_canary_that_cannot_be() {
        for (var scope : new String[] {"101%", "0%", "NCR", "5% 6%", "", "region:"}) {
            var shell = shell();
            assertThat(shell.run("deploy", "p@1.0.0", "--canary", scope)).as(scope).isEqualTo(2);
            assertThat(shell.err()).contains("region:NCR");
        }
        assertThat(server.calls()).isEmpty();
    }

    private static final String GATE =
            """
            {"ticket":3,"kind":"gate","status":"open","title":"epa-pm25-limit@2.0.0 asks to enter production","run":184,
            "environment":"production","policy":"epa-pm25-limit","version":"2.0.0","openedAt":"2026-01-31T12:00:00Z",
            "standing":"No one is on 2.0.0. 1.5.0 is in force in production.","by":"HMS-SVC","entry":69,"quarantined":[],
            "evidence":{"summary":"validate passed; staging/apply passed (cluster)","stage":null,"report":null},
            "choices":[{"choice":"agree","title":"Let it in","consequence":"The run goes on."},
            {"choice":"refuse","title":"Keep it out","consequence":"The run ends."}],"resolution":null}""";

    @Test
    void gate_shows_what_has_passed_a_line_each() {
        server.on("GET /api/tickets/3", 200, GATE);
        var shell = new Shell(folder).at(server.uri());

        assertThat(shell.run("ticket", "show", "3")).isZero();

        assertThat(shell.out())
                .contains(
                        "  What passed    validate passed\n"
                                + "                 staging/apply passed (cluster)\n"
                                + "  Asked by       run #184\n")
                .endsWith("Decide: hms ticket resolve 3 --choice agree|refuse --reason TEXT\n");
    }

    @Test
    void who_agrees_is_told_what_follows_and_how_to_watch_it() {
        var decided = GATE.replace("\"resolution\":null", "\"resolution\":{\"choice\":\"agree\"}");
        server.on("POST /api/tickets/3/resolve", 200, decided);
        var shell = new Shell(folder).at(server.uri());

        assertThat(shell.run("ticket", "resolve", "3", "--choice", "agree", "--reason", "Well."))
                .isZero();

        assertThat(shell.out())
                .isEqualTo(
                        """
                        ✓ Ticket 3 is decided: agree
                          The run goes on.
                          Follow it: hms run 184 --follow
                        """);
    }
}
