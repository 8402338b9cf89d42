package hms.app;

import hms.connectors.guarded.GuardedHttp;
import hms.connectors.prometheus.PrometheusHealth;
import hms.connectors.secrets.ReferencedSecrets;
import hms.connectors.webhook.WebhookChannel;
import hms.connectors.webhook.WebhookHealth;
import hms.connectors.webhook.WebhookSettings;
import hms.core.command.Caller;
import hms.core.pipeline.file.ConfigRefused;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.ledger.Blob;
import hms.ledger.DataFolder;
import hms.ledger.Ledger;
import hms.ledger.OwnerLock;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.ledger.snapshot.SnapshotKeeper;
import hms.ledger.snapshot.Snapshots;
import hms.ledger.sqlite.SqliteLedger;
import hms.ledger.write.Replay;
import hms.ledger.write.Reserve;
import hms.ledger.write.Writer;
import hms.runs.Dispatcher;
import hms.runs.NoticeDesk;
import hms.runs.RunDriver;
import hms.runs.Signatures;
import hms.runs.canary.CanaryWatch;
import hms.runs.canary.Outsiders;
import hms.runs.config.HmsConfig;
import hms.runs.content.Library;
import hms.runs.intake.Answers.IssuedToken;
import hms.runs.intake.Ids;
import hms.runs.intake.Intake;
import hms.runs.intake.Reply;
import hms.runs.port.Pause;
import hms.runs.target.TargetDesk;
import hms.runs.telemetry.Telemetry;
import hms.server.assets.AssetRoutes;
import hms.server.assets.Assets;
import hms.server.http.CommitFeed;
import hms.server.http.HttpServer;
import hms.server.http.Launch;
import hms.server.http.Parts;
import hms.server.http.Sites;
import hms.server.register.LedgerRegister;
import hms.server.register.RegisterRoutes;
import hms.server.register.RegisterSite;
import hms.server.token.TokenIssuer;
import hms.server.token.TokenKey;
import hms.server.view.Source;
import hms.trust.Digest;
import hms.trust.NoteSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server with everything that belongs to it. Every part is made here, in the order in which they
/// need
/// each other; to find out what the program consists of, read [#open] from top to bottom.
final class Installation implements AutoCloseable {

    private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);
    private static final String TOKEN = "admin-token";
    private static final String ADMINISTRATOR = "Administrator";

    private final DataFolder folder;
    private final HttpServer http;
    private final List<Runnable> closing;

    private Installation(DataFolder folder, HttpServer http, List<Runnable> closing) {
        this.folder = folder;
        this.http = http;
        this.closing = closing;
    }

    /// Where to listen, and what to call oneself.
    ///
    /// @param port      0 for any that is free
    /// @param publicUrl where people reach it, if that is not where it listens
    record Listen(String host, int port, Optional<String> publicUrl) {}

    /// Opens the folder's ledger and serves it.
    static Installation open(
            DataFolder folder,
            OwnerLock lock,
            Optional<HmsConfig> configured,
            Listen listen,
            InstantSource clock,
            SecureRandom random) {
        var config = configured.orElse(HmsConfig.DEFAULT);
        folder.keepReserve();

        // what is true
        var logKey = folder.logKey(random);
        var sealer = folder.blobSealer(random);
        var origin = "hms-svc/" + Digest.sha256(logKey.publicKey().bytes()).hex().substring(0, 16);
        var signer = new NoteSigner(origin, BouncyCastleEd25519.signer(logKey));
        var ledger = SqliteLedger.open(folder.database(), signer);

        // what it amounts to
        var snapshots = new Snapshots(folder.path());
        var kept = snapshots.newest(ledger).orElse(State.EMPTY);
        var state = Replay.toHead(ledger, kept);

        // who writes it
        var keeper = new SnapshotKeeper(snapshots, kept.size(), state, ledger.head());
        var feed = new CommitFeed();
        var wake = new Wake();
        var writer =
                new Writer(
                                ledger,
                                state,
                                clock,
                                Reserve.of(folder),
                                batch -> {
                                    keeper.accept(batch);
                                    feed.accept(batch);
                                    wake.run();
                                })
                        .start();
        var verifier = BouncyCastleEd25519.verifier();
        var library = new Library(ledger);
        var signatures = new Signatures(library, verifier);
        var intake = new Intake(writer, library, sealer, Ids.random(random), clock, verifier);
        var tokens = new TokenIssuer(TokenKey.of(folder, random), origin);
        var outside = new GuardedHttp(config.allowedHosts(), HEALTH_TIMEOUT);
        var address = new Address(config.publicUrl().or(listen::publicUrl));
        var links = TargetLinks.of(folder, address::text);
        var carriers = Carriers.all(outside, clock, folder.path(), links);
        configured.ifPresent(c -> c.served(carriers));
        found(folder, writer, intake, tokens, configured, signer, clock);

        // what subscribers report
        var telemetry = new Telemetry(clock);
        var watch = new CanaryWatch(telemetry, library, outsiders(outside));

        // who brings it to targets
        var targets =
                new TargetDesk(writer, library, carriers, clock, Pause.real(), random::nextDouble);

        // who reads it
        var http =
                new HttpServer(
                        new Parts(
                                new Source(writer::state, ledger, library, address::text),
                                writer,
                                intake,
                                tokens,
                                feed,
                                telemetry,
                                watch,
                                new Launch(
                                        configured.isPresent(),
                                        config.publicUrl(),
                                        config.allowedHosts(),
                                        other -> other.served(carriers)),
                                new HandedOutSets(links, ledger, snapshots, targets),
                                clock),
                        register(writer, ledger, library, signatures, address, clock));
        address.listensAt(listen.host(), http.start(listen.port(), listen.host()));

        // who acts on it
        var secrets = new ReferencedSecrets(System.getenv());
        var notices =
                new NoticeDesk(
                        writer,
                        library,
                        Map.of(
                                "webhook",
                                new WebhookChannel(
                                        secrets,
                                        clock,
                                        new WebhookSettings(
                                                config.allowedHosts(), WEBHOOK_TIMEOUT))),
                        address::text,
                        clock,
                        random::nextDouble);
        var steps =
                new Steps(
                        new Steps.Kept(folder, ledger, writer, library, sealer, signatures),
                        new Steps.Watched(telemetry, watch),
                        new Steps.Desks(notices, targets),
                        outside,
                        clock);
        var driver =
                new RunDriver(
                        writer,
                        library,
                        sealer,
                        clock,
                        steps.byKind(),
                        CrashAt.ofEnvironment(System.getenv()));
        var dispatcher = new Dispatcher(writer::state, clock, driver, notices, targets);
        wake.become(dispatcher::wake);
        dispatcher.start();
        return new Installation(
                folder,
                http,
                List.of(
                        http::close,
                        dispatcher::close,
                        writer::close,
                        keeper::close,
                        ledger::close,
                        lock::close));
    }

    private static Outsiders outsiders(GuardedHttp post) {
        return new Outsiders(
                new PrometheusHealth(
                        (url, mediaType, body) -> {
                            var answered = post.post(url, mediaType, body);
                            return new PrometheusHealth.Reply(answered.status(), answered.body());
                        }),
                new WebhookHealth(post),
                Thread::startVirtualThread);
    }

    private static Sites register(
            Writer writer,
            Ledger ledger,
            Library library,
            Signatures signatures,
            Address address,
            InstantSource clock) {
        var source = new LedgerRegister(writer::state, library, signatures, ledger, clock);
        var assets = Assets.load();
        return (router, blocking) -> {
            new AssetRoutes(assets).mount(router);
            new RegisterRoutes(
                            source,
                            new RegisterSite(
                                    () -> URI.create(address.text()),
                                    writer.state().configuration().zone()),
                            assets,
                            blocking,
                            clock)
                    .mount(router);
        };
    }

    /// On the first start: opens the ledger, and leaves a token for whoever owns the folder. On
    /// every start:
    /// takes over what the configuration file says otherwise than the ledger.
    private static void found(
            DataFolder folder,
            Writer writer,
            Intake intake,
            TokenIssuer tokens,
            Optional<HmsConfig> configured,
            NoteSigner signer,
            InstantSource clock) {
        var blobs = new ArrayList<Blob>();
        var known = writer.state().configuration();
        if (writer.state().size() == 0) {
            var events = configured.orElse(HmsConfig.DEFAULT).events(known, intake::blob, blobs);
            var opened =
                    intake.open(
                            signer.name(),
                            signer.verifier().toString(),
                            ADMINISTRATOR,
                            events,
                            blobs);
            folder.write(TOKEN, token(tokens, require(opened), clock));
        }
        if (configured.isPresent()) {
            var events = configured.get().events(known, intake::blob, blobs);
            if (intake.configure(Caller.SYSTEM, events, blobs) instanceof Reply.No<?> no) {
                throw new ConfigRefused(
                        "the configuration cannot be taken over: "
                                + no.refusal().message()
                                + " "
                                + no.refusal().remedy());
            }
        }
        if (folder.read(TOKEN).isEmpty()) {
            var issued =
                    intake.issueToken(
                            Caller.SYSTEM,
                            ADMINISTRATOR,
                            List.of(Scope.ADMIN),
                            List.of(),
                            List.of(),
                            Optional.empty());
            folder.write(TOKEN, token(tokens, require(issued), clock));
        }
    }

    private static byte[] token(TokenIssuer tokens, IssuedToken issued, InstantSource clock) {
        var grant =
                new TokenIssuer.Grant(
                        issued.id(), issued.principal(), List.of(Scope.ADMIN), issued.expires());
        return tokens.issue(grant, clock.instant()).getBytes(StandardCharsets.US_ASCII);
    }

    private static <T> T require(Reply<T> reply) {
        return switch (reply) {
            case Reply.Ok<T> ok -> ok.value();
            case Reply.No<T> no ->
                    throw new IllegalStateException(
                            "could not found the installation: " + no.refusal().message());
        };
    }

    int port() {
        return http.port();
    }

    String adminToken() {
        return folder.read(TOKEN).map(b -> new String(b, StandardCharsets.US_ASCII)).orElseThrow();
    }

    /// Takes no more requests, lets what is under way come to a place where it can be taken up
    /// again, and
    /// gives the folder up.
    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
