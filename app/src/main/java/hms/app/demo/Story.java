package hms.app.demo;

import hms.cli.Demo;
import hms.cli.Environment;
import hms.cli.HmsCli;
import hms.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// Tells the story. Every line that it prints either announces the next act or was printed by the
/// program
/// when it did what is announced; an act that goes otherwise than announced ends the story with an
/// error.
public final class Story implements Demo {

    private final Supplier<Environment.Program> program;

    public Story(Supplier<Environment.Program> program) {
        this.program = program;
    }

    @Override
    public int run(Options options, Environment environment) {
        try {
            var folder = Files.createTempDirectory("hms-demo-");
            return new Telling(folder, options, environment).tell();
        } catch (IOException e) {
            throw new UncheckedIOException("the demo needs a temporary folder", e);
        } catch (Unexpected e) {
            environment.terminal().err().println("✗ The demo ended early: " + e.getMessage());
            return 1;
        }
    }

    /// Something went otherwise than the story says.
    private static final class Unexpected extends RuntimeException {
        Unexpected(String message) {
            super(message);
        }
    }

    private final class Telling {

        private static final String POLICIES = "examples/policies";
        private static final int DONE = 0;
        private static final int REFUSED = 1;

        /// The run in whose middle the server is killed: the sixth that the story starts.
        private static final int KILLED_RUN = 6;

        private final Path folder;
        private final Path data;
        private final Path home;
        private final Options options;
        private final Environment environment;
        private final PrintStream out;
        private final Map<String, String> variables = new HashMap<>();

        Telling(Path folder, Options options, Environment environment) {
            this.folder = folder;
            this.data = folder.resolve("data");
            this.options = options;
            this.environment = environment;
            this.out = environment.terminal().out();
            var home = System.getProperty("hms.home", "");
            this.home = Path.of(home).toAbsolutePath();
            if (!Files.isDirectory(this.home.resolve(POLICIES))) {
                throw new Unexpected(
                        "there is no "
                                + this.home.resolve(POLICIES)
                                + "; run it from a checkout of HMS-SVC");
            }
        }

        int tell() throws IOException {
            say("HMS-SVC: a rule is approved once, and is in force from then on, provably.");
            say("Everything happens in " + folder);
            var secret = secret();
            try (var boards = new Partner("state-airboards", secret);
                    var open = new Partner("epa-open-data", secret)) {
                var config = configuration(secret, boards, open);
                int port = options.port() == 0 ? freePort() : options.port();
                act("A server starts, with two partners who want to be told.");
                var crash = Map.of("HMS_CRASH_AT", KILLED_RUN + "/rollout:begun");
                try (var server = ServerProcess.start(data, config, port, crash)) {
                    say("HMS-SVC is up at " + server.uri() + ", process " + server.pid());
                    variables.put("HMS_URL", server.uri().toString());
                    variables.put("HMS_TOKEN", read(data.resolve("admin-token")));
                    variables.put("HMS_KEYS", folder.resolve("keys").toString());
                    approvedAndRefused();
                    rolledBackAndKilled(server);
                }
                try (var server = ServerProcess.start(data, config, port, Map.of())) {
                    goneOn(server, boards, open);
                }
                verified();
                if (!options.exit()) {
                    keepServing(config, port);
                }
                return DONE;
            }
        }

        private void approvedAndRefused() {
            act("The chief of the agency gets a key, and signs the limit of 35 µg/m³.");
            hms(DONE, "key", "new", "EPA Chief");
            hms(DONE, "approve", file("pm25-1.5.0.yaml"), "--sign", "EPA Chief");
            hms(DONE, "run", "1", "--follow");
            hms(DONE, "show", "epa-pm25-limit");

            act("Somebody wants to deploy 25 µg/m³, which nobody has signed. It is refused.");
            hms(REFUSED, "deploy", file("pm25.yaml"));

            act("The chief signs it. The simulation says whom it concerns before it goes live.");
            hms(DONE, "approve", file("pm25.yaml"), "--sign", "EPA Chief");
            hms(DONE, "run", "2", "--follow");

            act("Rules with a history: what was in force on a day, and who was eligible then.");
            int run = 2;
            for (var name :
                    List.of(
                            "pm25-annual.yaml",
                            "poverty-guidelines.yaml",
                            "chip-income-cap.yaml")) {
                quietly("approve", file(name), "--sign", "EPA Chief");
                quietly("run", Integer.toString(++run), "--follow");
            }
            hms(DONE, "show", "epa-pm25-annual", "--on", "2012-06-01");
            hms(DONE, "show", "epa-pm25-annual", "--on", "2013-06-01");
            hms(DONE, "show", "epa-pm25-annual", "--on", "2025-06-01");
            for (var day : List.of("2021-03-31", "2021-04-01")) {
                hms(
                        DONE,
                        "evaluate",
                        "chip-income-cap",
                        "eligible",
                        "income=50700",
                        "household=3",
                        "age=7",
                        "state=KS",
                        "--on",
                        day);
            }
        }

        private void rolledBackAndKilled(ServerProcess server) {
            act("25 does harm. One command puts 35 back.");
            hms(DONE, "rollback", "epa-pm25-limit@1.5.0", "--reason", "instruments not ready");
            hms(DONE, "show", "epa-pm25-limit");

            act("The server is killed (kill -9) in the middle of the next run, and starts again.");
            hms(DONE, "approve", file("booster.yaml"), "--sign", "EPA Chief");
            int status = server.awaitEnd();
            say("The server's process " + server.pid() + " ended with status " + status + ".");
        }

        private void goneOn(ServerProcess server, Partner boards, Partner open) throws IOException {
            say("It is up again, process " + server.pid() + ", and goes on where it was.");
            hms(DONE, "run", Integer.toString(KILLED_RUN), "--follow", "--verbose");

            act("What the partners received, each notice signed and verified:");
            for (var partner : List.of(boards, open)) {
                say("  " + partner.name());
                partner.receipts().forEach(r -> say("    " + r));
            }
            if (boards.receipts().isEmpty()) {
                throw new Unexpected("the partner " + boards.name() + " received nothing");
            }
            act("What the policies' Git repository has:");
            tags().forEach(tag -> say("  " + tag));
        }

        private void verified() {
            act(
                    "No server runs any more. An outsider verifies the whole ledger, from its entries.");
            variables.remove("HMS_URL");
            variables.remove("HMS_TOKEN");
            hms(DONE, "audit", "verify", "--data", data.toString());
        }

        private void keepServing(Path config, int port) {
            var server = ServerProcess.start(data, config, port, Map.of());
            say("");
            say("What to look at next (Ctrl-C ends it):");
            say("  " + server.uri() + "/register          the public register");
            say("  " + server.uri() + "/register/1/2      what 2.0.0 changes");
            say("  " + server.uri() + "/openapi.yaml      the API");
            say("  export HMS_URL=" + server.uri() + " HMS_TOKEN=$(cat " + data + "/admin-token)");
            say("  hms runs · hms history epa-pm25-limit · hms audit show");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /// Runs a command of this program, in this process, as a user would have typed it.
        private void hms(int expected, String... args) {
            say("");
            say("$ hms " + typed(args));
            int code = HmsCli.run(args, as(environment.terminal()));
            if (code != expected) {
                throw new Unexpected(
                        "hms " + typed(args) + " ended with " + code + ", not " + expected);
            }
        }

        /// The same, without showing what it prints unless it goes wrong.
        private void quietly(String... args) {
            var printed = new ByteArrayOutputStream();
            var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
            var terminal =
                    new Terminal(
                            InputStream.nullInputStream(),
                            stream,
                            stream,
                            Set.of(),
                            environment.terminal().width());
            say("$ hms " + typed(args));
            if (HmsCli.run(args, as(terminal)) != DONE) {
                say(printed.toString(StandardCharsets.UTF_8));
                throw new Unexpected("hms " + typed(args) + " failed");
            }
        }

        private Environment as(Terminal terminal) {
            return new Environment(
                    new Terminal(
                            InputStream.nullInputStream(),
                            terminal.out(),
                            terminal.out(), // what is refused is part of the story
                            Set.of(),
                            terminal.width()),
                    variables,
                    home,
                    environment.clock(),
                    SecureRandom::new,
                    program.get());
        }

        private String typed(String... args) {
            return Arrays.stream(args)
                    .map(arg -> arg.contains(" ") ? "\"" + arg + "\"" : arg)
                    .collect(Collectors.joining(" "));
        }

        private static String file(String name) {
            return POLICIES + "/" + name;
        }

        private List<String> tags() throws IOException {
            try (var repository =
                    new FileRepositoryBuilder()
                            .setGitDir(data.resolve("policies.git").toFile())
                            .setBare()
                            .build()) {
                return repository.getRefDatabase().getRefsByPrefix("refs/tags/").stream()
                        .map(ref -> ref.getName().substring("refs/tags/".length()))
                        .toList();
            }
        }

        private String secret() {
            var bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            return "whsec_" + Base64.getEncoder().encodeToString(bytes);
        }

        private Path configuration(String secret, Partner... partners) throws IOException {
            var file = folder.resolve("partner-secret");
            Files.writeString(file, secret);
            var text = new StringBuilder("zone: America/New_York\npartners:\n");
            for (var partner : partners) {
                text.append("  ")
                        .append(partner.name())
                        .append(": { webhook: \"")
                        .append(partner.url())
                        .append("\", secret: \"file:")
                        .append(file)
                        .append("\" }\n");
            }
            text.append("webhooks: { allow: [127.0.0.1] }\n");
            return Files.writeString(folder.resolve("hms.yaml"), text);
        }

        private static int freePort() throws IOException {
            try (var socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        private static String read(Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }

        private void act(String text) {
            say("");
            say("── " + text);
        }

        private void say(String text) {
            out.println(text);
        }
    }
}
