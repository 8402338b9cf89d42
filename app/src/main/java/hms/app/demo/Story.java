package hms.app.demo;

import hms.cli.Demo;
import hms.cli.Environment;
import hms.cli.HmsCli;
import hms.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

        /// The usual stages, with a canary in one region first.
        private static final String PIPELINE =
                """
                pipeline:
                  name: air
                  stages:
                    - { uses: validate, title: Lint & Schema }
                    - { uses: package, title: Package }
                    - { uses: simulate, title: Simulation Replay, threshold: 95% }
                    - { uses: publish, title: Publication }
                    - { uses: canary, title: Canary (National Capital Region), scope: "region:NCR" }
                    - { uses: rollout, title: Full Rollout, converge: 100%, within: 10s }
                    - { uses: activate, title: Activation }
                    - { uses: tag, title: Git Tag }
                    - { uses: notify, title: Partner Notifications }
                """;

        private static final long SEED = 20_240_506;

        private final Path folder;
        private final Path data;
        private final Path home;
        private final Options options;
        private final Environment environment;
        private final PrintStream out;
        private final Map<String, String> variables = new HashMap<>();
        private String botToken = "";

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
                act("A server starts; two partners want to be told; 50 inspection bots connect.");
                var server = ServerProcess.start(data, config, port, Map.of());
                try {
                    say("HMS-SVC is up at " + server.uri() + ", process " + server.pid());
                    variables.put("HMS_URL", server.uri().toString());
                    variables.put("HMS_TOKEN", read(data.resolve("admin-token")));
                    variables.put("HMS_KEYS", folder.resolve("keys").toString());
                    try (var bots = bots(server)) {
                        approvedAndRefused(bots);
                        canaryThatDoesHarm(bots);
                        rolledBack(bots);
                        server = killedAndStarted(server, config, port, bots);
                        receipts(boards, open);
                    }
                } finally {
                    server.close();
                }
                verified();
                if (!options.exit()) {
                    keepServing(config, port);
                }
                return DONE;
            }
        }

        private Bots bots(ServerProcess server) throws IOException {
            botToken = token();
            var bots = new Bots(server.uri(), botToken, readings(), SEED);
            bots.awaitConnected();
            say(
                    bots.connected()
                            + " bots hear from the server, in "
                            + String.join(", ", Bots.REGIONS)
                            + "; nothing is in force yet.");
            return bots;
        }

        private void approvedAndRefused(Bots bots) {
            act("The chief of the agency gets a key, and signs the limit of 35 µg/m³.");
            hms(DONE, "key", "new", "EPA Chief");
            deployed(bots, "pm25-1.5.0.yaml", "1.5.0", 1, "3s");

            act("Somebody wants to deploy 25 µg/m³, which nobody has signed. It is refused.");
            hms(REFUSED, "deploy", file("pm25.yaml"));

            act("The chief signs it. The simulation says whom it concerns before it goes live.");
            deployed(bots, "pm25.yaml", "2.0.0", 2, "8s");
            hms(DONE, "show", Bots.LIMIT);
        }

        /// Approves a version and follows its run, while the bots are watched.
        private void deployed(Bots bots, String name, String version, int run, String bake) {
            hms(DONE, "approve", file(name), "--sign", "EPA Chief", "--bake", bake);
            try (var _ = new Watch(bots, version, this::say)) {
                hms(DONE, "run", Integer.toString(run), "--follow");
                bots.awaitAllOn(version);
            }
        }

        private void canaryThatDoesHarm(Bots bots) {
            act(
                    "3.0.0 passes every check: in the readings of 2023 nothing shows. But a point was set"
                            + " wrong in its step for 2026, and the bots that try it feel it at once.");
            hms(DONE, "approve", file("pm25-3.0.0.yaml"), "--sign", "EPA Chief", "--bake", "30s");
            try (var _ = new Watch(bots, "3.0.0", this::say)) {
                hms(REFUSED, "run", "3", "--follow");
                bots.awaitAllOn("2.0.0");
            }
            say("All " + bots.size() + " bots are on 2.0.0.");
            hms(DONE, "ticket", "list");
            hms(DONE, "ticket", "show", "1");
            act("The same bytes cannot go out again before somebody decides that ticket.");
            hms(REFUSED, "deploy", file("pm25-3.0.0.yaml"));
        }

        private void rolledBack(Bots bots) {
            act("25 is contested in court. One command puts 35 back, everywhere.");
            long begun = System.nanoTime();
            hms(DONE, "rollback", Bots.LIMIT + "@1.5.0", "--reason", "stayed by the court");
            long last = bots.awaitAllOn("1.5.0");
            say(
                    "The last of "
                            + bots.size()
                            + " bots was on 1.5.0 "
                            + millis(last - begun)
                            + " after the command was typed.");
        }

        private ServerProcess killedAndStarted(
                ServerProcess server, Path config, int port, Bots bots) {
            act("The server is killed (kill -9). The bots go on with what they have.");
            long before = bots.asked();
            long begun = System.nanoTime();
            int status = server.kill();
            say("The server's process " + server.pid() + " ended with status " + status + ".");
            var next = ServerProcess.start(data, config, port, Map.of());
            long down = System.nanoTime() - begun;
            long asked = bots.asked() - before;
            if (asked == 0 || !bots.allOn("1.5.0")) {
                throw new Unexpected("the bots did not go on without the server");
            }
            say(
                    "It is up again, process "
                            + next.pid()
                            + ", after "
                            + millis(down)
                            + "; meanwhile the bots decided "
                            + asked
                            + " cases by 1.5.0.");
            bots.awaitConnected();
            say("All " + bots.connected() + " bots hear from it again.");
            return next;
        }

        private void receipts(Partner boards, Partner open) throws IOException {
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

        private void keepServing(Path config, int port) throws IOException {
            var server = ServerProcess.start(data, config, port, Map.of());
            var bots = new Bots(server.uri(), botToken, readings(), SEED);
            say("");
            say("The server and the bots go on. What to look at next (Ctrl-C ends it):");
            say("  " + server.uri() + "/register          the public register");
            say("  " + server.uri() + "/register/1/2      what 2.0.0 changes");
            say("  " + server.uri() + "/openapi.yaml      the API");
            say("  export HMS_URL=" + server.uri() + " HMS_TOKEN=$(cat " + data + "/admin-token)");
            say("  hms watch · hms runs · hms history " + Bots.LIMIT + " · hms ticket list");
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .unstarted(
                                            () -> {
                                                bots.close();
                                                server.close();
                                            }));
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Path readings() {
            return home.resolve(POLICIES).resolve("scenarios/pm25-readings.csv");
        }

        /// What the bots identify themselves with: it may read, and nothing else.
        private String token() {
            var printed = new ByteArrayOutputStream();
            var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
            var terminal =
                    new Terminal(
                            InputStream.nullInputStream(),
                            out,
                            new PrintStream(OutputStream.nullOutputStream()),
                            Set.of(),
                            environment.terminal().width());
            String[] command = {"token", "new", "--scope", "policy:read", "--for", "bots"};
            say("$ hms " + typed(command));
            if (HmsCli.run(command, as(terminal)) != DONE) {
                throw new Unexpected("the bots got no token");
            }
            return printed.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        }

        private static String millis(long nanos) {
            return nanos / 1_000_000 + " ms";
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
            text.append("webhooks: { allow: [127.0.0.1] }\n").append(PIPELINE);
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
