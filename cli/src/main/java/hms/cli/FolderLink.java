package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.cli.EmbeddedServer.Session;
import hms.client.Answer;
import hms.client.ApiRequest;
import hms.client.ApiUnreachable;
import hms.client.EventStream;
import hms.client.HmsApi;
import hms.ledger.DataFolder;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server of a data folder: the process that owns the folder, or else this one. The owner may
/// leave at any time (it may be a command like ours); then the folder is asked again.
final class FolderLink implements Link {
    /// How long an owner may take from owning the folder to answering.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration STREAM_PATIENCE = Duration.ZERO;
    private static final Duration PAUSE = Duration.ofMillis(40);

    private final EmbeddedServer embedded;
    private final Path path;
    private final Optional<String> token;

    private volatile @Nullable Session session;
    private volatile HmsApi api;
    private boolean lasting;

    private FolderLink(EmbeddedServer embedded, Path path, Optional<String> token) {
        this.embedded = embedded;
        this.path = path;
        this.token = token;
        this.api = enter(deadline());
    }

    /// @param token in place of the administrator's
    static FolderLink open(EmbeddedServer embedded, Path path, Optional<String> token) {
        return new FolderLink(embedded, path, token);
    }

    /// The token of the folder's administrator, if it is there and may be read.
    static Optional<String> token(DataFolder folder) {
        return folder.read(folder.adminToken().getFileName().toString())
                .map(bytes -> new String(bytes, UTF_8).strip());
    }

    @Override
    public URI server() {
        return api.server();
    }

    @Override
    public Answer send(ApiRequest request) {
        var deadline = deadline();
        while (true) {
            var asked = api;
            try {
                return asked.send(request);
            } catch (ApiUnreachable e) {
                if (session != null || !neverArrived(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                sleep();
                enterAgain(asked, deadline);
            }
        }
    }

    /// Several threads may find at once that the owner has gone; one of them looks for the next.
    private synchronized void enterAgain(HmsApi gone, long deadline) {
        if (api == gone) {
            api = enter(deadline);
        }
    }

    @Override
    public EventStream events(String path) {
        return api.events(path);
    }

    @Override
    public EventStream runEvents(long run) {
        return api.runEvents(run);
    }

    @Override
    public boolean again() {
        if (session != null) {
            return false;
        }
        enterAgain(api, deadline());
        send(ApiRequest.get("/healthz"));
        return true;
    }

    @Override
    public boolean goesOn() {
        return lasting;
    }

    @Override
    public void close() {
        var ours = session;
        session = null;
        if (ours != null) {
            ours.close();
        }
    }

    /// Becomes the owner, or finds out where the owner answers.
    private HmsApi enter(long deadline) {
        while (true) {
            try {
                var opened = embedded.open(path);
                session = opened;
                lasting = false;
                return HmsApi.connect(opened.uri(), token.orElse(opened.token()));
            } catch (EmbeddedServer.Taken taken) {
                var folder = DataFolder.open(path);
                var file = ServerFile.read(folder);
                var secret = token.or(() -> token(folder));
                if (file.isPresent() && secret.isPresent()) {
                    lasting = file.get().lasting();
                    return HmsApi.connect(file.get().url(), secret.get(), STREAM_PATIENCE);
                }
                pause(deadline, taken);
            }
        }
    }

    private void pause(long deadline, EmbeddedServer.Taken taken) {
        if (System.nanoTime() > deadline) {
            throw Failure.unreachable(
                    "The data folder "
                            + path
                            + " belongs to "
                            + taken.owner()
                            + ", which does not say where it answers.",
                    "Look whether it still starts, and try again; or name a server with --server.");
        }
        sleep();
    }

    private static void sleep() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.refused("Interrupted.", "");
        }
    }

    /// Whether nobody can have acted on the request.
    private static boolean neverArrived(ApiUnreachable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE.toNanos();
    }
}
