package hms.runs;

import hms.artifact.ApprovalStatement;
import hms.artifact.ArtifactParser;
import hms.artifact.Manifest;
import hms.artifact.ParseResult;
import hms.checks.scan.RecentScans;
import hms.checks.scan.Scan;
import hms.core.command.Caller;
import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.RunOptions;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.ledger.Blob;
import hms.ledger.BlobSealer;
import hms.ledger.Ledger;
import hms.ledger.sqlite.SqliteLedger;
import hms.ledger.write.Replay;
import hms.ledger.write.Writer;
import hms.runs.canary.CanaryWatch;
import hms.runs.canary.Outsiders;
import hms.runs.config.HmsConfig;
import hms.runs.content.Library;
import hms.runs.intake.Answers;
import hms.runs.intake.Ids;
import hms.runs.intake.Intake;
import hms.runs.intake.NamedBytes;
import hms.runs.intake.ReleaseFiles;
import hms.runs.intake.Reply;
import hms.runs.port.NoticeChannel;
import hms.runs.port.ReleaseTags;
import hms.runs.port.TagReceipt;
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
import hms.runs.step.StepResult;
import hms.runs.step.TagStep;
import hms.runs.step.ValidateStep;
import hms.runs.target.SmokeTests;
import hms.runs.target.TargetDesk;
import hms.runs.telemetry.Telemetry;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Ed25519Signer;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.NoteSigner;
import hms.trust.OpenSshKey;
import hms.trust.SshSig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A whole installation without its doors: a real ledger in a folder, the real driver and steps,
/// and a
/// Git repository and a partner that only remember. Its process can die anywhere, and be started
/// again.
final class Press implements AutoCloseable {

    static final Caller ADMIN = new Caller("p-admin", Set.of(Scope.ADMIN), Set.of(), Set.of());

    /// The process died.
    static final class Died extends RuntimeException {
        Died(String point) {
            super("died at " + point);
        }
    }

    final Outside outside;
    final Clock clock;
    final Ledger ledger;
    final Writer writer;
    final Library library;
    final Intake intake;
    final Telemetry telemetry;
    final RunDriver driver;
    final NoticeDesk notices;
    final TargetDesk targets;
    private final BlobSealer sealer;
    final Ed25519Signer signer;

    /// A clock that stands still until it is moved.
    static final class Clock implements InstantSource {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }
    }

    Press(Path folder, Outside outside, Clock clock, CrashPoints points) {
        this.outside = outside;
        this.clock = clock;
        var logKey = Ed25519PrivateKey.ofSeed(seed(1));
        signer = JdkEd25519.signer(Ed25519PrivateKey.ofSeed(seed(2)));
        ledger =
                SqliteLedger.open(
                        folder.resolve("ledger.db"),
                        new NoteSigner("hms.test/log", JdkEd25519.signer(logKey)));
        sealer = new BlobSealer(seed(3));
        writer =
                new Writer(
                                ledger,
                                Replay.toHead(ledger, State.EMPTY),
                                clock,
                                () -> false,
                                batch -> {})
                        .start();
        library = new Library(ledger);
        var verifier = JdkEd25519.verifier();
        var signatures = new Signatures(library, verifier);
        intake =
                new Intake(
                        writer, library, sealer, Ids.random(new SecureRandom()), clock, verifier);
        notices =
                new NoticeDesk(
                        writer,
                        library,
                        Map.of("webhook", channel()),
                        () -> "https://hms.test",
                        clock,
                        () -> 0.5);
        telemetry = new Telemetry(clock);
        var watch =
                new CanaryWatch(
                        telemetry,
                        library,
                        new Outsiders(
                                (server, query) -> outside.health,
                                (url, about) -> outside.health,
                                Runnable::run));
        targets =
                new TargetDesk(
                        writer,
                        library,
                        Map.of("http", outside.modules, "local", outside.modules),
                        clock,
                        time -> {},
                        () -> 0.5);
        var smoke = new SmokeTests(library, (url, status, contains, within) -> outside.page(url));
        driver =
                new RunDriver(
                        writer,
                        library,
                        sealer,
                        clock,
                        Map.ofEntries(
                                Map.entry(StageKind.VALIDATE, new ValidateStep(signatures)),
                                Map.entry(StageKind.PACKAGE, new PackageStep(signatures, sealer)),
                                Map.entry(StageKind.TEST, stage -> StepResult.passed("0 tests")),
                                Map.entry(StageKind.SIMULATE, new SimulateStep()),
                                Map.entry(
                                        StageKind.SCAN,
                                        new ScanStep(
                                                new Scan(new RecentScans(1_000), Runnable::run))),
                                Map.entry(StageKind.GATE, new GateStep()),
                                Map.entry(
                                        StageKind.CHECK,
                                        new CheckStep(
                                                targets,
                                                smoke,
                                                (url, status, contains, within) ->
                                                        outside.page(url),
                                                (url, within) -> outside.skew,
                                                outside,
                                                ledger)),
                                Map.entry(
                                        StageKind.APPLY, new ApplyStep(targets, smoke, time -> {})),
                                Map.entry(
                                        StageKind.CHAOS,
                                        new ChaosStep(
                                                targets,
                                                Map.of("local", to -> outside.cluster),
                                                writer::state,
                                                InstantPace::new,
                                                Runnable::run,
                                                () -> 7)),
                                Map.entry(StageKind.CANARY, new CanaryStep(telemetry, watch)),
                                Map.entry(StageKind.PUBLISH, new PublishStep()),
                                Map.entry(
                                        StageKind.ROLLOUT,
                                        new RolloutStep(telemetry, watch, smoke)),
                                Map.entry(StageKind.ACTIVATE, new ActivateStep()),
                                Map.entry(StageKind.TAG, new TagStep(tags())),
                                Map.entry(StageKind.NOTIFY, new NotifyStep(writer, notices))),
                        points);
    }

    private static byte[] seed(int n) {
        return Digest.sha256(new byte[] {(byte) n}).bytes();
    }

    private ReleaseTags tags() {
        return release -> {
            if (!outside.tagFault.isEmpty()) {
                return new TagReceipt.TagDeferred(outside.tagFault);
            }
            var names = release.stream().map(t -> t.name()).toList();
            boolean there = outside.tagged.containsAll(names);
            if (!there) {
                outside.tagged.addAll(names);
            }
            return new TagReceipt.Tagged("0123456789abcdef0123456789abcdef01234567", names, there);
        };
    }

    private NoticeChannel channel() {
        return notice -> {
            outside.noticed.add(notice.id());
            return outside.answer;
        };
    }

    /// A ledger with the default configuration, one partner and one enrolled key.
    Press opened() {
        return opened("");
    }

    private static HmsConfig config(String more) {
        return HmsConfig.parse(
                "hms.yaml",
                ("""
                 zone: UTC
                 partners:
                   boards: { webhook: "https://boards.test/hook", secret: "env:X" }
                 """
                                + more)
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// As [#opened()], with more of a configuration.
    Press opened(String more) {
        var blobs = new ArrayList<Blob>();
        ok(
                intake.open(
                        "hms.test/log",
                        "hms.test/log+00000000+AQ==",
                        "admin",
                        config(more).events(State.EMPTY.configuration(), sealer::seal, blobs),
                        blobs));
        ok(intake.enrolKey(ADMIN, new OpenSshKey(signer.publicKey(), ""), "EPA Chief", List.of()));
        return this;
    }

    /// Has another configuration from now on.
    void configured(String more) {
        var blobs = new ArrayList<Blob>();
        var known = writer.state().configuration();
        ok(intake.configure(ADMIN, config(more).events(known, sealer::seal, blobs), blobs));
    }

    static <T> T ok(Reply<T> reply) {
        return switch (reply) {
            case Reply.Ok<T> ok -> ok.value();
            case Reply.No<T> no -> throw new AssertionError(no.refusal() + " " + no.findings());
        };
    }

    static byte[] limit(String version, String limit) {
        return """
               id: pm25
               version: %s
               limit: %s
               inputs: { reading: { type: number, min: 0 } }
               rules: { violation: reading > limit }
               scenarios: [cases.csv]
               partners: [boards]
               """
                .formatted(version, limit)
                .getBytes(StandardCharsets.UTF_8);
    }

    static final byte[] CASES = "name,reading\na,10\nb,30\nc,40\n".getBytes(StandardCharsets.UTF_8);

    ArtifactKey submitted(Caller caller, byte[] artifact) {
        return ok(intake.submit(
                        caller,
                        new ReleaseFiles(
                                List.of(new NamedBytes("artifact.yaml", artifact)),
                                List.of(new NamedBytes("cases.csv", CASES))),
                        false))
                .policies()
                .getFirst()
                .key();
    }

    ArtifactKey submitted(byte[] artifact) {
        return submitted(List.of(artifact), Map.of("cases.csv", CASES)).getFirst();
    }

    /// @param files what the artifacts name, by path
    List<ArtifactKey> submitted(List<byte[]> artifacts, Map<String, byte[]> files) {
        var named = new ArrayList<NamedBytes>();
        for (var artifact : artifacts) {
            named.add(new NamedBytes("artifact-" + named.size() + ".yaml", artifact));
        }
        var release =
                new ReleaseFiles(
                        named,
                        files.entrySet().stream()
                                .map(f -> new NamedBytes(f.getKey(), f.getValue()))
                                .toList());
        return ok(intake.submit(ADMIN, release, false)).policies().stream()
                .map(Answers.Member::key)
                .toList();
    }

    Answers.ApprovalRequest approval(byte[] artifact, boolean deploy) {
        return approval(
                List.of(artifact),
                Map.of("cases.csv", CASES),
                deploy ? Optional.of(RunOptions.DEFAULT) : Optional.empty());
    }

    Answers.ApprovalRequest approval(
            List<byte[]> artifacts, Map<String, byte[]> files, Optional<RunOptions> deploy) {
        var members =
                artifacts.stream()
                        .map(
                                bytes ->
                                        (ParseResult.Parsed)
                                                ArtifactParser.parse(
                                                        bytes, "a.yaml", Optional.empty()))
                        .map(ParseResult.Parsed::artifact)
                        .map(
                                artifact ->
                                        Manifest.Member.of(
                                                artifact,
                                                artifact.scenarios().isEmpty() ? Map.of() : files))
                        .toList();
        var statement =
                new ApprovalStatement(
                        ApprovalStatement.Subject.of(new Manifest(members)),
                        List.of("production", "staging", "preprod"),
                        "EPA Chief",
                        "",
                        clock.now,
                        clock.now.plusSeconds(86_400),
                        Optional.empty());
        var signature =
                SshSig.sign(signer, Keyring.APPROVAL_NAMESPACE, statement.bytes()).armored();
        var keys = members.stream().map(m -> new ArtifactKey(m.id(), m.version())).toList();
        return new Answers.ApprovalRequest(
                statement.bytes(),
                signature,
                keys,
                deploy.map(
                        options ->
                                new Answers.DeployRequest(
                                        EnvironmentId.PRODUCTION, keys, options)));
    }

    /// Submits, approves and queues.
    int queued(byte[] artifact) {
        submitted(artifact);
        return ok(intake.approve(ADMIN, approval(artifact, true))).run().orElseThrow();
    }

    /// As [#queued(byte[])], for a release.
    int queued(List<byte[]> artifacts, Map<String, byte[]> files, RunOptions options) {
        submitted(artifacts, files);
        return ok(intake.approve(ADMIN, approval(artifacts, files, Optional.of(options))))
                .run()
                .orElseThrow();
    }

    int deployed(byte[] artifact) {
        int run = queued(artifact);
        driver.advance(run);
        return run;
    }

    Optional<String> inForce() {
        return inForce("production");
    }

    Optional<String> inForce(String environment) {
        return writer.state()
                .live()
                .inForce(
                        new Line(new EnvironmentId(environment), hms.artifact.PolicyId.of("pm25")),
                        writer.state().at())
                .map(e -> e.version().toString());
    }

    List<Recorded> entries() {
        var entries = new ArrayList<Recorded>();
        ledger.read(0, ledger.head().size(), (i, b) -> entries.add(EventCodec.decode(b)));
        return entries;
    }

    @Override
    public void close() {
        writer.close();
        ledger.close();
    }
}
