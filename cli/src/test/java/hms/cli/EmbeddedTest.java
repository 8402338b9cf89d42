package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hms.ledger.DataFolder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTest {
    private static final String RUNS = "{\"runs\":[],\"before\":null}";

    @TempDir Path folder;
    private final FakeServer ours = new FakeServer();
    private final FakeServer theirs = new FakeServer();
    private final Steps steps = new Steps();

    @AfterEach
    void close() {
        ours.close();
        theirs.close();
    }

    /// An embedded server that does what it is told, one step each time it is opened; the last step
    /// again and again.
    private final class Steps implements EmbeddedServer {
        private final Deque<Supplier<Session>> steps = new ArrayDeque<>();
        private int closed;

        @Override
        public Session open(Path dataFolder) {
            assertThat(dataFolder).isEqualTo(folder.resolve(".hms"));
            return (steps.size() > 1 ? steps.remove() : steps.element()).get();
        }

        Steps becomesOwner() {
            steps.add(
                    () -> {
                        DataFolder.open(folder.resolve(".hms"));
                        return new Session() {
                            @Override
                            public URI uri() {
                                return ours.uri();
                            }

                            @Override
                            public String token() {
                                return "ours";
                            }

                            @Override
                            public void close() {
                                closed++;
                            }
                        };
                    });
            return this;
        }

        Steps isTaken(Runnable before) {
            steps.add(
                    () -> {
                        before.run();
                        throw new Taken("hms up, process 4711");
                    });
            return this;
        }
    }

    private void ownerAt(URI uri, boolean lasting) {
        var data = DataFolder.open(folder.resolve(".hms"));
        data.write("admin-token", "theirs\n".getBytes(StandardCharsets.UTF_8));
        new ServerFile(uri, lasting).write(data);
    }

    private Shell shell() {
        return new Shell(folder).embedding(steps);
    }

    @Test
    void reading_does_not_make_a_data_folder() {
        assertThat(shell().run("runs")).isEqualTo(3);
        assertThat(folder.resolve(".hms")).doesNotExist();
    }

    @Test
    void without_an_owner_the_command_is_one_as_long_as_it_lasts() {
        DataFolder.open(folder.resolve(".hms"));
        steps.becomesOwner();
        ours.on("GET /api/runs", 200, RUNS);
        assertThat(shell().run("runs")).isZero();
        assertThat(steps.closed).isEqualTo(1);
        assertThat(ours.asked().getFirst().token()).isEqualTo("ours");
    }

    @Test
    void owner_is_talked_to_with_the_administrator_s_token() {
        ownerAt(theirs.uri(), true);
        steps.isTaken(() -> {});
        theirs.on("GET /api/runs", 200, RUNS);
        assertThat(shell().run("runs")).isZero();
        assertThat(theirs.asked().getFirst().token()).isEqualTo("theirs");
    }

    @Test
    void owner_that_still_starts_is_waited_for() {
        DataFolder.open(folder.resolve(".hms"));
        steps.isTaken(() -> {}).isTaken(() -> {}).isTaken(() -> ownerAt(theirs.uri(), true));
        theirs.on("GET /api/runs", 200, RUNS);
        assertThat(shell().run("runs")).isZero();
    }

    @Test
    void owner_that_leaves_is_replaced() {
        var gone = new FakeServer();
        gone.close();
        ownerAt(gone.uri(), false);
        steps.isTaken(() -> {}).isTaken(() -> {}).becomesOwner();
        ours.on("GET /api/runs", 200, RUNS);
        assertThat(shell().run("runs")).isZero();
        assertThat(steps.closed).isEqualTo(1);
    }

    @Test
    void run_is_followed_on_when_the_owner_leaves_in_the_middle() {
        ours.run(184, Samples.SUCCESS);
        steps.isTaken(() -> {}).becomesOwner();
        var leaving = new FakeServer();
        leaving.run(184, Samples.run("running", "simulate", "running", ""));
        ownerAt(leaving.uri(), false);
        var shell = shell();
        var watcher = new Thread(() -> closeOnceAsked(leaving));
        watcher.start();
        assertThat(shell.run("run", "184", "--follow")).isZero();
        assertThat(shell.out())
                .contains("• Lint & Schema ............... PASS")
                .contains("DEPLOYMENT SUCCESSFUL")
                .containsOnlyOnce("Lint & Schema");
    }

    private static void closeOnceAsked(FakeServer server) {
        while (server.calls().isEmpty()) {
            Thread.onSpinWait();
        }
        server.close();
    }

    @Test
    void embedded_approval_prints_the_same_lines_then_watches_and_says_what_is_left() {
        Samples.policy(folder);
        DataFolder.open(folder.resolve(".hms"));
        steps.becomesOwner();
        new Shell(folder).run("key", "new", "EPA Chief", "--no-enrol");
        ours.on("POST /api/policies", 201, Samples.REPORT)
                .on("POST /api/policies/epa-pm25-limit/approvals", 201, "{\"run\":184}")
                .run(
                        184,
                        Samples.run(
                                "scheduled",
                                "activate",
                                "running",
                                ",\"scheduledFor\":\"2026-09-01T04:00:00Z\",\"notices\":{\"queued\":6,\"sent\":4,\"givenUp\":0}"));
        var shell = shell();
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isZero();
        assertThat(shell.out())
                .contains("✓ Signature added\n✓ Policy queued for deployment (run #184)\nRUN #184")
                .contains("SCHEDULED@00:00  —  live from 1 Sep 2026, 00:00 EDT")
                .contains("! It goes live at that time only if a server runs then: hms up")
                .contains(
                        "! 2 partner notices are queued and are tried again only while a server runs: hms up");
    }

    @Test
    void run_of_an_owner_that_is_a_command_itself_is_watched_too() {
        Samples.policy(folder);
        ownerAt(theirs.uri(), false);
        steps.isTaken(() -> {});
        new Shell(folder).run("key", "new", "EPA Chief", "--no-enrol");
        theirs.on("POST /api/policies", 201, Samples.REPORT)
                .on("POST /api/policies/epa-pm25-limit/approvals", 201, "{\"run\":184}")
                .run(184, Samples.SUCCESS);
        var shell = shell();
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isZero();
        assertThat(shell.out()).contains("DEPLOYMENT SUCCESSFUL");
    }

    @Test
    void detach_needs_a_server_that_goes_on() {
        DataFolder.open(folder.resolve(".hms"));
        steps.becomesOwner();
        var shell = shell();
        assertThat(shell.run("deploy", "p@1.0.0", "--detach")).isEqualTo(2);
        assertThat(shell.err()).contains("--detach needs a server that goes on");
        assertThat(ours.calls()).isEmpty();
        assertThat(steps.closed).isEqualTo(1);
    }

    @Test
    void key_new_enrols_in_the_embedded_store() {
        steps.becomesOwner();
        ours.on("POST /api/keys", 201, "{}");
        var shell = shell();
        assertThat(shell.run("key", "new", "EPA Chief")).isZero();
        assertThat(shell.out()).contains("✓ Key enrolled for EPA Chief");
    }

    @Test
    void named_server_of_the_same_machine_is_known_by_its_data_folder() {
        ownerAt(theirs.uri(), true);
        theirs.on("GET /api/runs", 200, RUNS);
        var shell = new Shell(folder).with("HMS_URL", theirs.uri().toString());
        assertThat(shell.run("runs")).isZero();
        assertThat(theirs.asked().getFirst().token()).isEqualTo("theirs");
    }

    @Test
    void token_of_the_data_folder_goes_to_no_other_server() {
        ownerAt(theirs.uri(), true);
        ours.on("GET /api/runs", 200, RUNS);
        var shell = new Shell(folder).with("HMS_URL", ours.uri().toString());
        assertThat(shell.run("runs")).isZero();
        assertThat(ours.asked().getFirst().token()).isEmpty();
    }

    @Test
    void nobody_there_is_exit_3() {
        theirs.close();
        var shell = new Shell(folder).with("HMS_URL", theirs.uri().toString());
        assertThat(shell.run("runs")).isEqualTo(3);
        assertThat(shell.err()).contains("no server listens there").doesNotContain("Exception");
    }

    @Test
    void what_is_no_api_is_exit_3() {
        theirs.onText("GET /api/runs", "text/html", "<html>");
        var shell = new Shell(folder).at(theirs.uri());
        assertThat(List.of(shell.run("runs"))).containsExactly(3);
    }
}
