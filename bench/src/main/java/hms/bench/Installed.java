package hms.bench;

import hms.artifact.ApprovalStatement;
import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Manifest;
import hms.artifact.ParseResult;
import hms.checks.chaos.Pace;
import hms.checks.scan.RecentScans;
import hms.checks.scan.Scan;
import hms.cli.InMemorySdk;
import hms.connectors.git.GitReleaseTags;
import hms.core.command.Caller;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.ledger.Blob;
import hms.ledger.BlobSealer;
import hms.ledger.Ledger;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.ledger.sqlite.SqliteLedger;
import hms.ledger.write.Committed;
import hms.ledger.write.Replay;
import hms.ledger.write.Writer;
import hms.runs.Dispatcher;
import hms.runs.NoticeDesk;
import hms.runs.RunDriver;
import hms.runs.Signatures;
import hms.runs.canary.CanaryWatch;
import hms.runs.canary.Outsiders;
import hms.runs.config.HmsConfig;
import hms.runs.content.Library;
import hms.runs.intake.Answers.ApprovalRequest;
import hms.runs.intake.Answers.DeployRequest;
import hms.runs.intake.Answers.IssuedToken;
import hms.runs.intake.Answers.SubmitReport;
import hms.runs.intake.Ids;
import hms.runs.intake.Intake;
import hms.runs.intake.NamedBytes;
import hms.runs.intake.ReleaseFiles;
import hms.runs.intake.Reply;
import hms.runs.port.Carrier;
import hms.runs.port.HealthReading;
import hms.runs.port.Pause;
import hms.runs.port.Probe;
import hms.runs.step.ActivateStep;
import hms.runs.step.ApplyStep;
import hms.runs.step.CanaryStep;
import hms.runs.step.ChaosStep;
import hms.runs.step.CheckStep;
import hms.runs.step.GateStep;
import hms.runs.step.NotifyStep;
import hms.runs.step.PackageStep;
import hms.runs.step.PublishStep;
import hms.runs.step.RolloutStep;
import hms.runs.step.ScanStep;
import hms.runs.step.SimulateStep;
import hms.runs.step.TagStep;
import hms.runs.step.TestStep;
import hms.runs.step.ValidateStep;
import hms.runs.target.SmokeTests;
import hms.runs.target.TargetDesk;
import hms.runs.telemetry.Telemetry;
import hms.server.http.CommitFeed;
import hms.server.http.HandedOut;
import hms.server.http.HttpServer;
import hms.server.http.Launch;
import hms.server.http.Parts;
import hms.server.http.Sites;
import hms.server.token.TokenIssuer;
import hms.server.token.TokenKey;
import hms.server.view.Source;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Ed25519Signer;
import hms.trust.Keyring;
import hms.trust.NoteSigner;
import hms.trust.OpenSshKey;
import hms.trust.SshSig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// An installation with everything that a release passes: the ledger on the disk, the intake, the
/// driver with its steps, tags in a Git repository, and, where it is asked for, the HTTP server. It
/// is what the launcher puts together, less the register's pages.
final class Installed implements AutoCloseable {

    static final Caller ADMIN = new Caller("p-admin", Set.of(Scope.ADMIN), Set.of(), Set.of());

    private static final String LOG = "hms.bench/log";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    final Writer writer;
    final Intake intake;
    private final Clock clock = Clock.systemUTC();
    private final CommitFeed feed = new CommitFeed();
    private final Ledger ledger;
    private final Library library;
    private final TokenIssuer tokens;
    private final Telemetry telemetry;
    private final CanaryWatch canaries;
    private final Dispatcher dispatcher;
    private final Ed25519Signer approver;
    private static final Probe NO_PAGES =
            (url, status, contains, within) -> new HealthReading.Unknown("there are no pages");

    private final NoteSigner log;
    private volatile Consumer<Committed> watching = batch -> {};
    private volatile Runnable wake = () -> {};

    Installed(Path folder, SecureRandom random) {
        this(folder, random, Map.of());
    }

    /// With targets outside.
    Installed(Path folder, SecureRandom random, Map<String, Carrier> carriers) {
        log = new NoteSigner(LOG, BouncyCastleEd25519.signer(Ed25519PrivateKey.generate(random)));
        approver = BouncyCastleEd25519.signer(Ed25519PrivateKey.generate(random));
        tokens = new TokenIssuer(TokenKey.of(Ed25519PrivateKey.generate(random)), LOG);
        ledger = SqliteLedger.open(folder.resolve("ledger.db"), log);
        writer =
                new Writer(
                                ledger,
                                Replay.toHead(ledger, State.EMPTY),
                                clock,
                                () -> false,
                                this::committed)
                        .start();
        library = new Library(ledger);
        var secret = new byte[32];
        random.nextBytes(secret);
        var sealer = new BlobSealer(secret);
        var verifier = BouncyCastleEd25519.verifier();
        var signatures = new Signatures(library, verifier);
        intake = new Intake(writer, library, sealer, Ids.random(random), clock, verifier);
        var notices =
                new NoticeDesk(
                        writer,
                        library,
                        Map.of(),
                        () -> "http://localhost",
                        clock,
                        random::nextDouble);
        telemetry = new Telemetry(clock);
        canaries =
                new CanaryWatch(
                        telemetry,
                        library,
                        new Outsiders(
                                (server, query) -> new HealthReading.Unknown("nobody is asked"),
                                (url, about) -> new HealthReading.Unknown("nobody is asked"),
                                Runnable::run));
        var targets =
                new TargetDesk(writer, library, carriers, clock, Pause.real(), random::nextDouble);
        var smoke = new SmokeTests(library, NO_PAGES);
        var driver =
                new RunDriver(
                        writer,
                        library,
                        sealer,
                        clock,
                        Map.ofEntries(
                                Map.entry(StageKind.VALIDATE, new ValidateStep(signatures)),
                                Map.entry(StageKind.PACKAGE, new PackageStep(signatures, sealer)),
                                Map.entry(StageKind.TEST, new TestStep(new InMemorySdk())),
                                Map.entry(StageKind.SIMULATE, new SimulateStep()),
                                Map.entry(
                                        StageKind.SCAN,
                                        new ScanStep(
                                                new Scan(
                                                        new RecentScans(1_000),
                                                        Thread::startVirtualThread))),
                                Map.entry(StageKind.GATE, new GateStep()),
                                Map.entry(
                                        StageKind.CHECK,
                                        new CheckStep(
                                                targets,
                                                smoke,
                                                NO_PAGES,
                                                (url, within) -> Optional.empty(),
                                                new Disk(folder),
                                                ledger)),
                                Map.entry(
                                        StageKind.APPLY,
                                        new ApplyStep(targets, smoke, Pause.real())),
                                Map.entry(
                                        StageKind.CHAOS,
                                        new ChaosStep(
                                                targets,
                                                Map.of(),
                                                writer::state,
                                                Pace::real,
                                                Thread::startVirtualThread,
                                                () -> 7)),
                                Map.entry(StageKind.CANARY, new CanaryStep(telemetry, canaries)),
                                Map.entry(StageKind.PUBLISH, new PublishStep()),
                                Map.entry(
                                        StageKind.ROLLOUT,
                                        new RolloutStep(telemetry, canaries, smoke)),
                                Map.entry(StageKind.ACTIVATE, new ActivateStep()),
                                Map.entry(
                                        StageKind.TAG,
                                        new TagStep(
                                                new GitReleaseTags(
                                                        folder.resolve("policies.git")))),
                                Map.entry(StageKind.NOTIFY, new NotifyStep(writer, notices))),
                        (run, point) -> {});
        dispatcher = new Dispatcher(writer::state, clock, driver, notices, targets);
        wake = dispatcher::wake;
        dispatcher.start();
    }

    private void committed(Committed batch) {
        feed.accept(batch);
        watching.accept(batch);
        wake.run();
    }

    /// Opens the ledger with the usual configuration and enrols the approver's key.
    ///
    /// @return the first token
    IssuedToken opened() {
        return opened(HmsConfig.DEFAULT);
    }

    /// The same with another configuration.
    IssuedToken opened(HmsConfig config) {
        var blobs = new ArrayList<Blob>();
        var configuration = config.events(State.EMPTY.configuration(), intake::blob, blobs);
        var issued =
                ok(
                        intake.open(
                                LOG,
                                log.verifier().toString(),
                                "Administrator",
                                configuration,
                                blobs));
        ok(intake.enrolKey(ADMIN, new OpenSshKey(approver.publicKey(), ""), "Approver", List.of()));
        return issued;
    }

    /// Tells of every batch from now on, on the writer's thread.
    void watch(Consumer<Committed> watcher) {
        watching = watcher;
    }

    /// An HTTP server over it, with the API alone.
    HttpServer server() {
        return new HttpServer(
                new Parts(
                        new Source(writer::state, ledger, library, () -> "http://localhost"),
                        writer,
                        intake,
                        tokens,
                        feed,
                        telemetry,
                        canaries,
                        new Launch(false, Optional.empty(), Set.of(), config -> config),
                        HandedOut.NOTHING,
                        clock),
                Sites.NONE);
    }

    /// A bearer token for a token that is on the ledger.
    String bearer(IssuedToken issued) {
        var grant =
                new TokenIssuer.Grant(
                        issued.id(), issued.principal(), List.of(Scope.ADMIN), issued.expires());
        return tokens.issue(grant, clock.instant());
    }

    SubmitReport submit(List<NamedBytes> release) {
        return ok(intake.submit(ADMIN, new ReleaseFiles(release, List.of()), false));
    }

    /// Signs the release in one statement. Artifacts that name files are not among those here.
    ApprovalRequest signed(List<NamedBytes> release) {
        return signed(release, RunOptions.DEFAULT);
    }

    /// The same, to be deployed as the options say.
    ApprovalRequest signed(List<NamedBytes> release, RunOptions options) {
        var members = release.stream().map(f -> Manifest.Member.of(parsed(f), Map.of())).toList();
        var now = clock.instant();
        var statement =
                new ApprovalStatement(
                        ApprovalStatement.Subject.of(new Manifest(members)),
                        List.of("staging", "preprod", "production"),
                        "Approver",
                        "",
                        now.minusSeconds(1),
                        now.plus(Duration.ofDays(1)),
                        Optional.empty());
        var keys = members.stream().map(m -> new ArtifactKey(m.id(), m.version())).toList();
        return new ApprovalRequest(
                statement.bytes(),
                SshSig.sign(approver, Keyring.APPROVAL_NAMESPACE, statement.bytes()).armored(),
                keys,
                Optional.of(new DeployRequest(EnvironmentId.PRODUCTION, keys, options)));
    }

    /// Approves and queues; the dispatcher takes it from there.
    int approve(ApprovalRequest request) {
        var approved = ok(intake.approve(ADMIN, request));
        return approved.run()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "nothing was queued: " + approved.missing()));
    }

    /// Waits until the run has ended, and insists that it ended well.
    void untilEnded(int run) {
        var ended = new CountDownLatch(1);
        try (var _ = watched(run, ended)) {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("run #" + run + " did not end in " + PATIENCE);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        var closed = writer.state().runs().closed(run).orElseThrow();
        if (closed.error().isPresent()) {
            throw new IllegalStateException("run #" + run + ": " + closed.error().get());
        }
    }

    private Unwatched watched(int run, CountDownLatch ended) {
        var before = watching;
        watching =
                batch -> {
                    before.accept(batch);
                    if (batch.after().runs().closed(run).isPresent()) {
                        ended.countDown();
                    }
                };
        if (writer.state().runs().closed(run).isPresent()) {
            ended.countDown();
        }
        return () -> watching = before;
    }

    private interface Unwatched extends AutoCloseable {
        @Override
        void close();
    }

    static Artifact parsed(NamedBytes file) {
        return switch (ArtifactParser.parse(file.bytes(), file.path(), Optional.empty())) {
            case ParseResult.Parsed p -> p.artifact();
            case ParseResult.Rejected r -> throw new IllegalStateException(r.findings().toString());
        };
    }

    private static <T> T ok(Reply<T> reply) {
        return switch (reply) {
            case Reply.Ok<T> ok -> ok.value();
            case Reply.No<T> no ->
                    throw new IllegalStateException(no.refusal() + " " + no.findings());
        };
    }

    Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        dispatcher.close();
        writer.close();
        ledger.close();
    }
}
