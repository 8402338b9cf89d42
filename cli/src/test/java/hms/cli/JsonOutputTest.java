package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// With `--json` the output is what the API said, and nothing else.
class JsonOutputTest {
    private static final String ANSWER = "{\"answer\":12.50,\"list\":[1, 2]}";

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    record Case(String api, String... line) {
        @Override
        public String toString() {
            return String.join(" ", line);
        }
    }

    static Case[] cases() {
        return new Case[] {
            new Case("POST /api/policies", "submit", "policies/pm25.yaml"),
            new Case("POST /api/policies/p/rejections", "reject", "p@1.0.0", "--reason", "r"),
            new Case("POST /api/policies/p/rollback", "rollback", "p@1.0.0"),
            new Case("POST /api/runs/1/halt", "halt", "1"),
            new Case("POST /api/runs/1/resume", "resume", "1"),
            new Case("POST /api/runs/1/abort", "abort", "1"),
            new Case("GET /api/runs", "runs"),
            new Case("GET /api/tickets", "ticket", "list"),
            new Case("GET /api/tickets/3", "ticket", "show", "3"),
            new Case(
                    "POST /api/tickets/3/resolve",
                    "ticket",
                    "resolve",
                    "3",
                    "--choice",
                    "uphold",
                    "--reason",
                    "r"),
            new Case("GET /api/policies", "show"),
            new Case("GET /api/policies/p", "show", "p"),
            new Case("GET /api/policies/p/history", "history", "p"),
            new Case("GET /api/rehearsal", "rehearse", "--until", "2030-01-01"),
            new Case("POST /api/policies/p/evaluate", "evaluate", "p", "r", "x=1"),
            new Case("GET /api/pipeline", "pipeline", "show"),
            new Case("GET /api/keys", "key", "list"),
            new Case("POST /api/keys", "key", "enrol", "keys/k.pub", "--owner", "K"),
            new Case("GET /api/tokens", "token", "list"),
            new Case("POST /api/tokens", "token", "new", "--scope", "admin", "--for", "x"),
            new Case("DELETE /api/tokens/t", "token", "revoke", "t"),
            new Case("GET /api/ledger/entries/3", "audit", "show", "3"),
            new Case("GET /api/ledger/entries", "audit", "show", "--from", "3"),
        };
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void is_the_answer_and_nothing_else(Case each) {
        Samples.policy(folder);
        new Shell(folder).run("key", "new", "k", "--no-enrol");
        server.on(each.api(), 200, ANSWER);
        var shell = new Shell(folder).at(server.uri());
        var line = java.util.Arrays.copyOf(each.line(), each.line().length + 1);
        line[each.line().length] = "--json";
        assertThat(shell.run(line)).as(shell.err()).isZero();
        assertThat(shell.out()).isEqualTo(ANSWER + "\n");
        assertThat(shell.err()).isEmpty();
    }
}
