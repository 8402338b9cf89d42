package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadCommandsTest {
    private static final String LIVE =
            """
            {"id":"epa-pm25-limit","title":"24-hour fine-particle limit","values":{"limit":25.10,"units":"ug_per_m3"},
            "version":"2.0.0","status":"IN_FORCE","env":"production","activatedAt":"2026-01-31T12:00:00Z",
            "effectiveFrom":"2026-01-31T12:00:00Z","until":"2030-01-01T05:00:00Z",
            "publishedUrl":"http://127.0.0.1:8080/register/1/1","retroactive":false}""";

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    private Shell shell() {
        return new Shell(folder).at(server.uri());
    }

    @Test
    void show_says_values_since_and_until() {
        server.on("GET /api/policies/epa-pm25-limit?env=production", 200, LIVE);
        var shell = shell();
        assertThat(shell.run("show", "epa-pm25-limit")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        24-hour fine-particle limit
                          limit  25.10
                          units  ug_per_m3
                        epa-pm25-limit@2.0.0, in force in production from 31 Jan 2026, 07:00 EST until 1 Jan 2030, 00:00 EST
                        Published: http://127.0.0.1:8080/register/1/1
                        """);
    }

    @Test
    void show_asks_for_a_day_as_known_at_an_instant() {
        server.on(
                "GET /api/policies/epa-pm25-limit?env=staging&on=2024-09-01&knownAt=2024-08-01T12%3A00%3A00Z",
                200, LIVE);
        var shell = shell();
        assertThat(
                        shell.run(
                                "show",
                                "epa-pm25-limit",
                                "--on",
                                "2024-09-01",
                                "--known-at",
                                "2024-08-01T12:00:00Z",
                                "--env",
                                "staging"))
                .isZero();
        assertThat(shell.out()).contains("asked for 2024-09-01, as known at 2024-08-01T12:00:00Z");
    }

    @Test
    void show_says_what_kind_of_absence_it_is() {
        server.refuses(
                "GET /api/policies/epa-pm25-limit",
                404,
                "ENDED",
                "epa-pm25-limit is no longer in force in production; its last day was 2029-12-31.",
                "Its history: hms history epa-pm25-limit");
        var shell = shell();
        assertThat(shell.run("show", "epa-pm25-limit")).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        """
                        ✗ epa-pm25-limit is no longer in force in production; its last day was 2029-12-31.
                          Its history: hms history epa-pm25-limit
                        """);
    }

    @Test
    void show_without_a_policy_lists_all() {
        server.on(
                "GET /api/policies?env=production",
                200,
                """
                {"env":"production","policies":[{"id":"epa-pm25-limit","version":"2.0.0","status":"IN_FORCE","activatedAt":"2026-01-31T12:00:00Z","title":"Limit"}]}""");
        var shell = shell();
        assertThat(shell.run("show")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                          policy          version  status    since                   title
                          epa-pm25-limit  2.0.0    in force  31 Jan 2026, 07:00 EST  Limit
                        """);
    }

    @Test
    void refusal_as_json_is_the_problem_on_the_output() {
        server.refuses("GET /api/policies/x", 404, "NOT_FOUND", "There is no policy x.", "");
        var shell = shell();
        assertThat(shell.run("show", "x", "--json")).isEqualTo(1);
        assertThat(Json.of(shell.out()).path("code").asString()).isEqualTo("NOT_FOUND");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void json_keeps_the_numbers_as_they_were() {
        server.on("GET /api/policies/epa-pm25-limit", 200, LIVE);
        var shell = shell();
        assertThat(shell.run("--json", "show", "epa-pm25-limit")).isZero();
        assertThat(shell.out()).isEqualTo(LIVE + "\n");
    }

    @Test
    void history_names_versions_approvals_and_entries() {
        server.on(
                "GET /api/policies/epa-pm25-limit/history?env=production",
                200,
                """
                {"id":"epa-pm25-limit","versions":[{"version":"2.0.0","digest":"sha256:0","submittedAt":"2026-01-31T12:00:00Z","by":"ci","status":"in force",
                "approvals":[{"approval":"a1","key":"SHA256:k","by":"EPA Chief","at":"2026-01-31T12:01:00Z"}],"published":{"citation":"1 HMS Reg. 2","url":"u"}}],
                "timeline":[{"version":"2.0.0","from":"2026-01-31T12:02:00Z","until":null,"activatedAt":"2026-01-31T12:02:00Z","retroactive":false}],
                "entries":[{"index":7,"at":"2026-01-31T12:00:00Z","by":"ci","sentence":"submitted epa-pm25-limit@2.0.0"}]}""");
        var shell = shell();
        assertThat(shell.run("history", "epa-pm25-limit")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        Versions
                          2.0.0  in force, submitted 31 Jan 2026, 07:00 EST by ci, 1 HMS Reg. 2
                            approved 31 Jan 2026, 07:01 EST by EPA Chief  SHA256:k
                        In force
                          2.0.0  from 31 Jan 2026, 07:02 EST
                        Ledger
                               7  31 Jan 2026, 07:00:00 EST  ci: submitted epa-pm25-limit@2.0.0
                        """);
    }

    @Test
    void evaluate_answers_on_the_first_line_and_sends_exact_numbers() {
        server.on(
                "POST /api/policies/chip-income-cap/evaluate",
                200,
                """
                {"id":"chip-income-cap","rule":"eligible","value":true,"version":"1.0.0","on":"2021-03-31","uses":{"fpl":"hhs-poverty-guidelines@1.0.0"}}""");
        var shell = shell();
        assertThat(
                        shell.run(
                                "evaluate",
                                "chip-income-cap",
                                "eligible",
                                "income=50508.10",
                                "household=3",
                                "state=KS",
                                "zip=02134",
                                "disabled=false",
                                "code=\"25\"",
                                "--on",
                                "2021-03-31"))
                .isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        true
                        chip-income-cap@1.0.0 eligible, on 2021-03-31; uses fpl = hhs-poverty-guidelines@1.0.0
                        """);
        assertThat(server.asked("POST /api/policies/chip-income-cap/evaluate").body())
                .isEqualTo(
                        """
                        {"rule":"eligible","inputs":{"income":50508.10,"household":3,"state":"KS","zip":"02134","disabled":false,"code":"25"},"env":"production","on":"2021-03-31"}""");
    }

    @Test
    void diff_of_two_files_needs_no_server() {
        Samples.write(folder.resolve("a.yaml"), "id: p\nversion: 1.0.0\nlimit: 35\nunits: x\n");
        Samples.write(folder.resolve("b.yaml"), "id: p\nversion: 2.0.0\nlimit: 25\nunits: x\n");
        var shell = new Shell(folder);
        assertThat(shell.run("diff", "a.yaml", "b.yaml")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        limit  35 → 25

                        --- a.yaml
                        +++ b.yaml
                        @@ -1,4 +1,4 @@
                         id: p
                        -version: 1.0.0
                        -limit: 35
                        +version: 2.0.0
                        +limit: 25
                         units: x
                        """);
    }

    @Test
    void diff_of_two_versions_is_the_server_s() {
        server.on(
                "GET /api/policies/p/diff?from=1.0.0&to=2.0.0",
                200,
                "{\"from\":\"1.0.0\",\"to\":\"2.0.0\",\"changes\":[{\"path\":\"limit\",\"before\":35,\"after\":25}],\"text\":\"\"}");
        var shell = shell();
        assertThat(shell.run("diff", "p@1.0.0", "p@2.0.0")).isZero();
        assertThat(shell.out()).isEqualTo("limit  35 → 25\n");
    }

    @Test
    void diff_of_a_version_and_a_file_fetches_the_exact_bytes() {
        Samples.write(folder.resolve("b.yaml"), "id: p\nversion: 2.0.0\nlimit: 25\n");
        server.onText(
                "GET /api/policies/p/versions/1.0.0/artifact",
                "application/yaml",
                "id: p\nversion: 1.0.0\nlimit: 35\n");
        var shell = shell();
        assertThat(shell.run("diff", "p@1.0.0", "b.yaml")).isZero();
        assertThat(shell.out()).startsWith("limit  35 → 25\n").contains("--- p@1.0.0\n+++ b.yaml");
    }

    @Test
    void pipeline_is_shown_as_a_file() {
        server.on(
                "GET /api/pipeline?env=production",
                200,
                "{\"name\":\"default\",\"environment\":\"production\",\"yaml\":\"stages:\\n  - uses: validate\\n\",\"stages\":[]}");
        var shell = shell();
        assertThat(shell.run("pipeline", "show")).isZero();
        assertThat(shell.out()).isEqualTo("stages:\n  - uses: validate\n");
    }

    @Test
    void last_entries_of_the_ledger_are_listed() {
        server.on("GET /api/ledger", 200, "{\"size\":30}")
                .on(
                        "GET /api/ledger/entries?from=10&limit=20",
                        200,
                        """
                        {"entries":[{"index":10,"at":"2026-01-31T12:00:00Z","actor":"p1","by":"EPA Chief","type":"approval-recorded","sentence":"approved epa-pm25-limit@2.0.0"}],"size":30}""");
        var shell = shell();
        assertThat(shell.run("audit", "show")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        "    10  31 Jan 2026, 07:00:00 EST  EPA Chief: approved epa-pm25-limit@2.0.0\n");
    }

    @Test
    void one_entry_is_shown_with_its_proof() {
        server.on(
                "GET /api/ledger/entries/10",
                200,
                """
                {"index":10,"at":"2026-01-31T12:00:00Z","actor":"p1","by":"EPA Chief","type":"approval-recorded","sentence":"approved it",
                "entry":{"type":"approval-recorded","v":1},"leafHash":"ab","proof":"c2sp.org/tlog-proof@v1\\nindex 10\\n"}""");
        var shell = shell();
        assertThat(shell.run("audit", "show", "10")).isZero();
        assertThat(shell.out())
                .contains("Entry 10  approval-recorded\nEPA Chief: approved it\n")
                .contains("\"type\" : \"approval-recorded\"")
                .endsWith("c2sp.org/tlog-proof@v1\nindex 10\n");
    }

    @Test
    void what_the_server_says_cannot_steer_the_terminal() {
        server.on(
                "GET /api/policies?env=production",
                200,
                "{\"env\":\"production\",\"policies\":[{\"id\":\"x\",\"version\":\"1.0.0\",\"status\":\"IN_FORCE\",\"title\":\"\\u001b[2J\\u202Eevil\\u0007\"}]}");
        var shell = shell().onTerminal(120, "");
        assertThat(shell.run("show")).isZero();
        assertThat(shell.out())
                .doesNotContain("\u001b[2J", "\u202e", "\u0007")
                .contains("\\u{1b}[2J\\u{202e}evil\\u{7}");
    }

    private static final String REHEARSAL =
            """
            {"env":"production","from":"2026-01-31T12:00:00Z","until":"2030-01-01T05:00:00Z",
            "zone":"America/New_York","faults":1,"turns":[
            {"at":"2026-09-01T04:00:00Z","local":"2026-09-01T00:00:00-04:00","zone":"America/New_York",
             "policy":"epa-pm25-limit","version":"2.0.0","run":null,"kind":"begins","fault":false,
             "text":"2.0.0 takes the place of 1.5.0","before":"1.5.0","until":null,
             "changes":[{"path":"limit","before":35,"after":25}]},
            {"at":"2027-03-28T01:00:00Z","local":"2027-03-28T03:00:00+02:00","zone":"Europe/Berlin",
             "policy":"cap","version":"1.0.0","run":null,"kind":"ends","fault":false,
             "text":"1.0.0 ends","before":null,"until":null,"changes":[]},
            {"at":"2027-03-28T01:00:00Z","local":"2027-03-28T03:00:00+02:00","zone":"Europe/Berlin",
             "policy":"cap","version":"1.0.0","run":null,"kind":"clock","fault":true,
             "text":"expires: clocks skip 2027-03-28T02:30","before":null,"until":null,"changes":[]}]}""";

    @Test
    void rehearsal_tells_what_is_to_come_instant_after_instant() {
        server.on("GET /api/rehearsal?env=production&until=2030-01-01", 200, REHEARSAL);
        var shell = shell();
        assertThat(shell.run("rehearse", "--until", "2030-01-01")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        To come in production until 1 Jan 2030, 00:00 -05:00: 2 changes, 1 thing to mend.

                        1 Sep 2026, 00:00 -04:00  America/New_York, 2026-09-01T04:00:00Z
                          epa-pm25-limit  2.0.0 takes the place of 1.5.0
                                            limit  35 → 25

                        28 Mar 2027, 03:00 +02:00  Europe/Berlin, 2027-03-28T01:00:00Z
                          cap             1.0.0 ends
                        ! cap             expires: clocks skip 2027-03-28T02:30
                        """);
    }

    @Test
    void rehearsal_fails_on_faults_only_where_it_is_strict() {
        server.on("GET /api/rehearsal?env=staging", 200, REHEARSAL);
        assertThat(shell().run("rehearse", "--env", "staging")).isZero();
        assertThat(shell().run("rehearse", "--env", "staging", "--strict")).isEqualTo(1);
        server.on(
                "GET /api/rehearsal?env=staging",
                200,
                "{\"env\":\"staging\",\"until\":null,\"faults\":0,\"turns\":[]}");
        var shell = shell();
        assertThat(shell.run("rehearse", "--env", "staging", "--strict")).isZero();
        assertThat(shell.out()).isEqualTo("Nothing is to come in staging.\n");
    }
}
