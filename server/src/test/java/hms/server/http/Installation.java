package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.ApprovalStatement;
import hms.artifact.ArtifactParser;
import hms.artifact.Manifest;
import hms.artifact.ParseResult;
import hms.artifact.Selector;
import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.event.ConfigEvent;
import hms.core.event.Event;
import hms.core.event.EventCodec;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.pipeline.file.ConfigRefused;
import hms.core.state.EnvironmentId;
import hms.core.state.Scope;
import hms.core.state.StageOutcome;
import hms.core.state.State;
import hms.core.state.TargetId;
import hms.ledger.BlobSealer;
import hms.ledger.DataFolder;
import hms.ledger.Ledger;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.ledger.sqlite.SqliteLedger;
import hms.ledger.write.Prepared;
import hms.ledger.write.Writer;
import hms.runs.CrashPoints;
import hms.runs.RunDriver;
import hms.runs.Signatures;
import hms.runs.canary.CanaryWatch;
import hms.runs.canary.Outsiders;
import hms.runs.config.HmsConfig;
import hms.runs.content.Library;
import hms.runs.intake.Ids;
import hms.runs.intake.Intake;
import hms.runs.intake.Reply;
import hms.runs.port.HealthReading;
import hms.runs.step.ActivateStep;
import hms.runs.step.Bake;
import hms.runs.step.GateStep;
import hms.runs.step.PublishStep;
import hms.runs.step.RolloutStep;
import hms.runs.step.Step;
import hms.runs.step.StepResult;
import hms.runs.target.SmokeTests;
import hms.runs.telemetry.Telemetry;
import hms.server.assets.Assets;
import hms.server.push.PushLimits;
import hms.server.register.LedgerRegister;
import hms.server.register.RegisterRoutes;
import hms.server.register.RegisterSite;
import hms.server.token.TokenIssuer;
import hms.server.token.TokenKey;
import hms.server.view.Source;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.NoteSigner;
import hms.trust.OpenSshKey;
import hms.trust.SshSig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A whole installation in a temporary folder, on a clock of its own, with its HTTP server on a
/// free port. Runs go on when a test says so.
final class Installation implements AutoCloseable {

    static final String PUBLIC = "http://hms.example";
    static final String ORIGIN = "hms.example/log";
    static final String KEY = "0123456789abcdef";
    static final Instant START = Instant.parse("2024-08-01T12:00:00Z");
    static final Ed25519PrivateKey CHIEF = Ed25519PrivateKey.ofSeed(filled(7));

    static final String FIRST =
            """
            id: epa-pm25-limit
            version: 1.5.0
            title: Fine-particle limit
            limit: 35
            precise: 2.50
            inputs:
              reading: { type: number, min: 0 }
            rules:
              violation: reading > limit
            """;

    static final String SECOND =
            FIRST.replace("1.5.0", "2.0.0").replace("limit: 35", "limit: 25")
                    + "effective: 2024-09-01T00:00:00Z\n";

    final SettableClock clock = new SettableClock(START);
    final DataFolder folder;
    final Ledger ledger;
    final Writer writer;
    final Library library;
    final Intake intake;
    final TokenIssuer issuer;
    final TokenKey tokenKey;
    final CommitFeed feed = new CommitFeed();
    final HttpServer server;
    final Telemetry telemetry;
    final CanaryWatch watch;
    final RunDriver driver;
    final String admin;
    final int port;
    final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /// What the next run of a stage comes to, where a test wants another result.
    final Map<StageKind, StepResult> results = new ConcurrentHashMap<>();

    Installation(Path path) {
        this(path, PushLimits.USUAL);
    }

    Installation(Path path, PushLimits limits) {
        folder = DataFolder.open(path);
        var logKey = Ed25519PrivateKey.ofSeed(filled(3));
        var note = new NoteSigner(ORIGIN, BouncyCastleEd25519.signer(logKey));
        ledger = SqliteLedger.open(folder.database(), note);
        var sealer = new BlobSealer(filled(5));
        library = new Library(ledger);
        writer = new Writer(ledger, State.EMPTY, clock, () -> false, feed).start();
        var random = new SecureRandom();
        intake =
                new Intake(
                        writer,
                        library,
                        sealer,
                        Ids.random(random),
                        clock,
                        BouncyCastleEd25519.verifier());
        var opened =
                value(intake.open(ORIGIN, "test-log-key", "Admin", configuration(), List.of()));
        tokenKey = TokenKey.of(folder, random);
        issuer = new TokenIssuer(tokenKey, ORIGIN);
        admin =
                issuer.issue(
                        new TokenIssuer.Grant(
                                opened.id(),
                                opened.principal(),
                                List.of(Scope.ADMIN),
                                Optional.empty()),
                        clock.instant());
        telemetry = new Telemetry(clock);
        watch =
                new CanaryWatch(
                        telemetry,
                        library,
                        new Outsiders(
                                (server, query) -> new HealthReading.Unknown("nobody is asked"),
                                (url, about) -> new HealthReading.Unknown("nobody is asked"),
                                Runnable::run));
        driver = new RunDriver(writer, library, sealer, clock, steps(sealer), CrashPoints.NONE);
        server =
                new HttpServer(
                        new Parts(
                                new Source(writer::state, ledger, library, () -> PUBLIC),
                                writer,
                                intake,
                                issuer,
                                feed,
                                telemetry,
                                watch,
                                new Launch(true, Optional.of(PUBLIC), Set.of(), this::served),
                                this::handedOut,
                                clock),
                        register(),
                        limits);
        port = server.start(0, "127.0.0.1");
    }

    /// As a server that serves folders and nothing else.
    private HmsConfig served(HmsConfig config) {
        config.environments().stream()
                .flatMap(environment -> environment.targets().stream())
                .filter(target -> !target.kind().equals("folder"))
                .findFirst()
                .ifPresent(
                        target -> {
                            throw new ConfigRefused("target " + target.id() + " is not served");
                        });
        return config;
    }

    private Optional<byte[]> handedOut(
            TargetId target, HandedOut.Kind kind, long sequence, String key) {
        return key.equals(KEY)
                ? Optional.of(bytes("{\"what\":\"" + kind + " " + target + " " + sequence + "\"}"))
                : Optional.empty();
    }

    private Sites register() {
        var verifier = BouncyCastleEd25519.verifier();
        var source =
                new LedgerRegister(
                        writer::state, library, new Signatures(library, verifier), ledger, clock);
        return (router, blocking) ->
                new RegisterRoutes(
                                source,
                                new RegisterSite(
                                        () -> URI.create(PUBLIC), ZoneId.of("America/New_York")),
                                Assets.load(),
                                blocking,
                                clock)
                        .mount(router);
    }

    private static byte[] filled(int with) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static List<ConfigEvent> configuration() {
        var pipeline =
                new Pipeline(
                        "default",
                        List.of(
                                new Stage("validate", StageKind.VALIDATE, "Lint & Schema"),
                                new Stage("package", StageKind.PACKAGE, "Package"),
                                new Stage("simulate", StageKind.SIMULATE, "Simulation Replay"),
                                new Stage("publish", StageKind.PUBLISH, "Publication"),
                                new Stage("rollout", StageKind.ROLLOUT, "Full Rollout"),
                                new Stage("activate", StageKind.ACTIVATE, "Activation"),
                                new Stage("tag", StageKind.TAG, "Release Tag"),
                                new Stage("notify", StageKind.NOTIFY, "Partner Notifications")));
        return List.of(
                new ConfigEvent.LegalZoneSet(ZoneId.of("America/New_York")),
                new ConfigEvent.PipelineDefined(pipeline),
                new ConfigEvent.EnvironmentDefined(EnvironmentId.PRODUCTION, "default", 1),
                new ConfigEvent.EnvironmentDefined(new EnvironmentId("staging"), "default", 0));
    }

    private Map<StageKind, Step> steps(BlobSealer sealer) {
        var steps = new EnumMap<StageKind, Step>(StageKind.class);
        for (var kind : StageKind.values()) {
            steps.put(
                    kind,
                    stage -> {
                        var other = results.remove(kind);
                        return other == null ? usual(kind, sealer).run(stage) : other;
                    });
        }
        return steps;
    }

    private Step usual(StageKind kind, BlobSealer sealer) {
        return switch (kind) {
            case VALIDATE -> _ -> StepResult.passed("1 artifact", bytes("{\"findings\":[]}"));
            case SIMULATE -> _ -> StepResult.skipped("no scenarios");
            case TEST, SCAN, CHECK, CHAOS -> _ -> StepResult.passed("well");
            case GATE -> new GateStep();
            case APPLY -> _ -> StepResult.passed("no targets");
            case PACKAGE ->
                    _ -> {
                        var content = bytes("not really a package");
                        var blob = sealer.seal(content);
                        var built =
                                new Command.Found.Built(
                                        Digest.sha256(content), content.length, "tgz", blob.name());
                        return new StepResult(
                                StageOutcome.PASSED,
                                "built",
                                Optional.empty(),
                                built,
                                List.of(blob));
                    };
            case CANARY ->
                    stage ->
                            new Bake(
                                    stage.members().stream()
                                            .map(m -> m.artifact().digest())
                                            .toList(),
                                    Selector.parse("region:NCR"),
                                    Duration.ofMinutes(5));
            case PUBLISH -> new PublishStep();
            case ROLLOUT ->
                    new RolloutStep(
                            telemetry, watch, new SmokeTests(library, (_, _, _, _) -> WELL));
            case ACTIVATE -> new ActivateStep();
            case TAG ->
                    stage ->
                            StepResult.passed(
                                    "tagged",
                                    new Command.Found.Tag(
                                            stage.run().members().getFirst().toString(),
                                            "0".repeat(40)));
            case NOTIFY -> _ -> StepResult.skipped("no partners");
        };
    }

    private static final HealthReading WELL = new HealthReading.Well("answered 200");

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static <T> T value(Reply<T> reply) {
        return switch (reply) {
            case Reply.Ok<T> ok -> ok.value();
            case Reply.No<T> no -> throw new AssertionError(no.refusal() + " " + no.findings());
        };
    }

    /// A caller who may everything.
    Caller everyone() {
        return new Caller("p-test", Set.of(Scope.ADMIN), Set.of(), Set.of());
    }

    /// A token with these scopes, for one named so.
    String token(String bearer, Scope... scopes) {
        return token(bearer, List.of(), List.of(), Optional.empty(), scopes);
    }

    String token(
            String bearer,
            List<String> policies,
            List<String> environments,
            Optional<Instant> expires,
            Scope... scopes) {
        var issued =
                value(
                        intake.issueToken(
                                everyone(),
                                bearer,
                                List.of(scopes),
                                policies,
                                environments,
                                expires));
        return issuer.issue(
                new TokenIssuer.Grant(
                        issued.id(), issued.principal(), List.of(scopes), issued.expires()),
                clock.instant());
    }

    /// Enrols the chief's key.
    void enrolChief() {
        value(
                intake.enrolKey(
                        everyone(), new OpenSshKey(CHIEF.publicKey(), ""), "EPA Chief", List.of()));
    }

    /// The body of an approval of one artifact.
    ///
    /// @param deploy JSON to put after the members, beginning with a comma; or nothing
    String approval(String yaml, String deploy) {
        var artifact =
                ((ParseResult.Parsed) ArtifactParser.parse(bytes(yaml), "a.yaml", Optional.empty()))
                        .artifact();
        var statement =
                new ApprovalStatement(
                        ApprovalStatement.Subject.of(
                                Manifest.of(Manifest.Member.of(artifact, Map.of()))),
                        List.of("production", "staging"),
                        "EPA Chief",
                        "",
                        clock.instant(),
                        clock.instant().plus(Duration.ofDays(30)),
                        Optional.empty());
        var signature =
                SshSig.sign(
                        BouncyCastleEd25519.signer(CHIEF),
                        "policy-approval@hms",
                        statement.bytes());
        return "{\"statement\":\""
                + Base64.getEncoder().encodeToString(statement.bytes())
                + "\",\"signature\":\""
                + signature.armored().replace("\n", "\\n")
                + "\",\"members\":[\""
                + artifact.name()
                + "\"]"
                + deploy
                + "}";
    }

    /// Submits, approves and deploys to production; the run is done when this returns.
    ///
    /// @return its number
    int release(String yaml) {
        var id = yaml.lines().findFirst().orElseThrow().substring("id: ".length());
        require(201, post("/api/policies", admin, "application/yaml", yaml));
        var approved =
                post(
                        "/api/policies/" + id + "/approvals",
                        admin,
                        "application/json",
                        approval(yaml, ",\"deploy\":{\"env\":\"production\"}"));
        require(201, approved);
        drive();
        return writer.state().runs().last();
    }

    /// From now on a release goes to readers in the region NCR first, and stays there.
    void beginWithCanaries() {
        var stages =
                List.of(
                        new Stage("validate", StageKind.VALIDATE, "Lint & Schema"),
                        new Stage("publish", StageKind.PUBLISH, "Publication"),
                        new Stage("canary", StageKind.CANARY, "Canary"),
                        new Stage("rollout", StageKind.ROLLOUT, "Full Rollout"));
        value(
                intake.configure(
                        everyone(),
                        List.of(new ConfigEvent.PipelineDefined(new Pipeline("default", stages))),
                        List.of()));
        writer.submit(Prepared.of(new Command.NoteSubscriber(EnvironmentId.PRODUCTION))).join();
    }

    static void require(int status, HttpResponse<byte[]> response) {
        if (response.statusCode() != status) {
            throw new AssertionError(
                    response.statusCode() + " " + new String(response.body(), UTF_8));
        }
    }

    /// Takes all open runs as far as they go.
    void drive() {
        for (int number : List.copyOf(writer.state().runs().open().keySet())) {
            driver.advance(number);
        }
    }

    /// Entries from an index on, read.
    List<Event> events(long from) {
        var events = new ArrayList<Event>();
        ledger.read(
                from,
                ledger.head().size(),
                (_, entry) -> events.add(EventCodec.decode(entry).event()));
        return events;
    }

    HttpResponse<byte[]> get(String path, String token, String... headers) {
        return send(request(path, token, headers).GET());
    }

    HttpResponse<byte[]> upload(String token, String mediaType, byte[] body) {
        return send(
                request("/api/packages", token)
                        .header("Content-Type", mediaType)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<byte[]> put(String path, String token, String yaml) {
        return send(
                request(path, token)
                        .header("Content-Type", "application/yaml")
                        .PUT(BodyPublishers.ofString(yaml)));
    }

    HttpResponse<byte[]> post(
            String path, String token, String type, String body, String... headers) {
        return send(
                request(path, token, headers)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path, String token, String... headers) {
        var builder =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20));
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(request.build().uri() + " was not answered", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
        writer.close();
        ledger.close();
    }
}
