package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is typed, the answer is a sentence and an exit code, soon, and nothing is asked of the
/// server that should not be.
class HostileArgumentsTest {
    private static final int REFUSED = 1;
    private static final int USAGE = 2;

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    record Case(int exit, String says, String... line) {
        @Override
        public String toString() {
            return String.join(" ", line).replaceAll("\\p{Cntrl}", "?");
        }
    }

    static Case[] cases() {
        var long500 = "x".repeat(5_000);
        return new Case[] {
            new Case(USAGE, "not a command", "dpeloy"),
            new Case(USAGE, "not a command", ""),
            new Case(USAGE, "not a command", " "),
            new Case(USAGE, "not a command", "../up"),
            new Case(USAGE, "not a command", "\u001b[2J"),
            new Case(USAGE, "not a command", long500),
            new Case(USAGE, "not an option", "--verison"),
            new Case(USAGE, "not an option", "-x"),
            new Case(USAGE, "not an option", "--server"),
            new Case(USAGE, "'key nwe' is not a command", "key", "nwe"),
            new Case(USAGE, "hms key", "key"),
            new Case(USAGE, "--prot", "up", "--prot", "1"),
            new Case(USAGE, "port", "up", "--port", "abc"),
            new Case(USAGE, "no port 70000", "up", "--port", "70000"),
            new Case(USAGE, "no port -1", "up", "--port=-1"),
            new Case(USAGE, "FILE", "approve", "--sign", "x"),
            new Case(USAGE, "--sign", "approve", "good.yaml"),
            new Case(REFUSED, "There is no file none.yaml", "approve", "none.yaml", "--sign", "x"),
            new Case(REFUSED, "is a folder", "approve", ".", "--sign", "x"),
            new Case(REFUSED, "There is no key", "approve", "good.yaml", "--sign", "../../x"),
            new Case(USAGE, "cannot be the name of a key", "approve", "good.yaml", "--sign", "🙂"),
            new Case(USAGE, "cannot be the name of a key", "approve", "good.yaml", "--sign", ""),
            new Case(
                    USAGE,
                    "at least one environment",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--env",
                    "../prod"),
            new Case(
                    USAGE,
                    "no time until",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--expires",
                    "soon"),
            new Case(
                    USAGE,
                    "no time until",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--expires",
                    "99999w"),
            new Case(
                    USAGE,
                    "cannot expire",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--expires",
                    "2020-01-01"),
            new Case(
                    USAGE,
                    "no time until",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--expires",
                    "2026-13-01"),
            new Case(USAGE, "comment", "approve", "good.yaml", "--sign", "k", "--comment", long500),
            new Case(
                    USAGE,
                    "comment",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--comment",
                    "a\u202eb"),
            new Case(
                    USAGE,
                    "one environment",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--env",
                    "a,b"),
            new Case(
                    USAGE,
                    "mutually exclusive",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--follow",
                    "--detach"),
            new Case(
                    USAGE,
                    "mutually exclusive",
                    "deploy",
                    "p@1.0.0",
                    "--keep-schedule",
                    "--cancel-schedule"),
            new Case(
                    USAGE,
                    "is not a time; write the next hour",
                    "deploy",
                    "p@1.0.0",
                    "--schedule",
                    "midnight"),
            new Case(
                    USAGE,
                    "\"24:00\" names an hour that no clock shows",
                    "approve",
                    "good.yaml",
                    "--sign",
                    "k",
                    "--schedule",
                    "24:00"),
            new Case(USAGE, "both versions of", "approve", "good.yaml", "good.yaml", "--sign", "k"),
            new Case(REFUSED, "no file p@1", "deploy", "p@1"),
            new Case(REFUSED, "no file P@1.0.0", "deploy", "P@1.0.0"),
            new Case(REFUSED, "no file @file", "submit", "@file"),
            new Case(REFUSED, "anchor", "submit", "anchor.yaml"),
            new Case(REFUSED, "not a sound policy", "submit", "utf16.yaml"),
            new Case(REFUSED, "not a sound policy", "submit", "nul.yaml"),
            new Case(REFUSED, "not a sound policy", "submit", "huge.yaml"),
            new Case(REFUSED, "not a sound policy", "submit", "empty.yaml"),
            new Case(REFUSED, "is not a plain file", "submit", "/dev/zero"),
            new Case(REFUSED, "$.scenarios", "submit", "escape.yaml"),
            new Case(REFUSED, "cannot be read", "submit", "badsig.yaml"),
            new Case(USAGE, "not ID@VERSION", "reject", "p", "--reason", "r"),
            new Case(USAGE, "--reason", "reject", "p@1.0.0"),
            new Case(USAGE, "not ID@VERSION", "rollback", "p@v1.5"),
            new Case(USAGE, "not ID@VERSION", "rollback", "р@1.5.0"),
            new Case(USAGE, "not ID@VERSION", "rollback", "../p@1.5.0"),
            new Case(USAGE, "no number of a run", "run", "abc"),
            new Case(USAGE, "no number of a run", "run", "0"),
            new Case(USAGE, "no number of a run", "run", "-7"),
            new Case(USAGE, "no number of a run", "run", "99999999999999999999"),
            new Case(USAGE, "no number of a run", "halt", "1/../2"),
            new Case(USAGE, "RUN", "halt"),
            new Case(USAGE, "--limit", "runs", "--limit", "many"),
            new Case(USAGE, "path", "show", "../../etc/passwd"),
            new Case(USAGE, "could be mistaken", "show", "ерa"),
            new Case(USAGE, "ask about one policy", "show", "--on", "2024-01-01"),
            new Case(USAGE, "not NAME=VALUE", "evaluate", "p", "r", "x"),
            new Case(USAGE, "not NAME=VALUE", "evaluate", "p", "r", "=1"),
            new Case(USAGE, "given twice", "evaluate", "p", "r", "x=1", "x=2"),
            new Case(USAGE, "no fingerprint", "key", "revoke", "../../tokens"),
            new Case(USAGE, "no id of a token", "token", "revoke", long500),
            new Case(USAGE, "cannot be the name", "key", "new", "///", "--no-enrol"),
            new Case(USAGE, "cannot be the name", "key", "new", "a\nb", "--no-enrol"),
            new Case(REFUSED, "no public key", "key", "enrol", "good.yaml", "--owner", "x"),
            new Case(USAGE, "no format", "policy", "pack", "good.yaml", "--format", "rar"),
            new Case(REFUSED, "is a folder", "policy", "pack", "good.yaml", "--out", "."),
            new Case(
                    REFUSED,
                    "could not be written",
                    "policy",
                    "pack",
                    "good.yaml",
                    "--out",
                    "no/where.tgz"),
            new Case(
                    USAGE,
                    "no time until",
                    "token",
                    "new",
                    "--scope",
                    "admin",
                    "--for",
                    "x",
                    "--expires-in",
                    "P"),
            new Case(USAGE, "no completion", "completion", "fish"),
            new Case(USAGE, "N", "audit", "show", "one"),
            new Case(USAGE, "no address", "runs", "--server", "http://[bad"),
            new Case(USAGE, "has to look like", "runs", "--server", "ftp://x"),
            new Case(USAGE, "no address", "runs", "--server", "127.0.0.1:8080"),
            new Case(USAGE, "takes no user", "runs", "--server", "http://u:p@127.0.0.1"),
            new Case(USAGE, "Unmatched", "runs", "extra", "words"),
        };
    }

    @BeforeEach
    void files() throws Exception {
        Samples.write(folder.resolve("good.yaml"), "id: p\nversion: 1.0.0\nx: 1\n");
        Samples.write(folder.resolve("anchor.yaml"), "id: &a p\nversion: 1.0.0\nx: *a\n");
        Samples.write(folder.resolve("nul.yaml"), "id: p\nversion: 1.0.0\nx: \"\0\"\n");
        Samples.write(folder.resolve("empty.yaml"), "");
        Samples.write(
                folder.resolve("escape.yaml"),
                "id: p\nversion: 1.0.0\nscenarios: [../../../etc/passwd]\n");
        Samples.write(folder.resolve("badsig.yaml"), "id: p\nversion: 1.0.0\nx: 1\n");
        Samples.write(folder.resolve("badsig.yaml.sig"), "nonsense\n");
        Files.write(
                folder.resolve("utf16.yaml"),
                "id: p\nversion: 1.0.0\n".getBytes(StandardCharsets.UTF_16));
        Files.write(folder.resolve("huge.yaml"), new byte[3 << 20]);
        assertThat(new Shell(folder).run("key", "new", "k", "--no-enrol")).isZero();
        server.on("POST /api/policies", 201, "{\"policies\":[]}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void is_answered_with_a_sentence_and_an_exit_code(Case each) {
        var shell = new Shell(folder).at(server.uri());
        var exit =
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> shell.run(each.line()));
        var said = shell.out() + shell.err();
        assertThat(said).containsIgnoringCase(each.says());
        assertThat(exit).as(said).isEqualTo(each.exit());
        assertThat(said)
                .doesNotContain("Exception", "\tat ", "This should not happen", "\u001b", "null");
        assertThat(server.calls())
                .allMatch(
                        Set.of("POST /api/policies", "GET /api/environments")::contains,
                        "nothing but a submission, and the question where it would go");
    }
}
