package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.state.RunStatus;
import hms.server.view.Json;
import hms.server.view.RunReads;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A run as server-sent events: its document at once and after every change. A slow reader gets the
/// newest one when it is ready for it, never a queue. Lives on one event loop.
final class RunStream {

    static final long HEARTBEAT_MS = 15_000;
    private static final long AGAIN_MS = 500;

    private final Context context;
    private final HttpServerResponse response;
    private final Executor workers;
    private final Supplier<Optional<RunReads.Numbered>> read;
    private final CommitFeed.Subscription subscription;
    private final long heartbeat;
    /// Id of the last event that the client has; -1 for none.
    private long seen;

    private boolean dirty = true;
    private boolean reading;
    private boolean over;
    private @Nullable String last;

    /// @param read the run as it stands, on a thread that may block
    RunStream(
            Context context,
            HttpServerResponse response,
            Executor workers,
            CommitFeed feed,
            Response.RunEvents asked,
            Supplier<Optional<RunReads.Numbered>> read) {
        this.context = context;
        this.response = response;
        this.workers = workers;
        this.read = read;
        this.seen = asked.seen();
        this.subscription = feed.onRun(asked.run(), () -> context.runOnContext(_ -> changed()));
        this.heartbeat = context.owner().setPeriodic(HEARTBEAT_MS, _ -> beat());
        response.exceptionHandler(_ -> close());
        response.drainHandler(_ -> pump());
        response.write("retry: 2000\n\n");
        pump();
    }

    private void changed() {
        dirty = true;
        pump();
    }

    private void beat() {
        if (!over && !response.writeQueueFull()) {
            response.write(": \n\n");
        }
    }

    private void pump() {
        if (over || reading || !dirty || response.writeQueueFull()) {
            return;
        }
        dirty = false;
        reading = true;
        try {
            workers.execute(this::readAndSend);
        } catch (RejectedExecutionException e) {
            reading = false;
            context.owner().setTimer(AGAIN_MS, _ -> changed());
        }
    }

    private void readAndSend() {
        Optional<RunReads.Numbered> found;
        try {
            found = read.get();
        } catch (RuntimeException e) {
            Problems.of(e);
            context.runOnContext(_ -> end());
            return;
        }
        context.runOnContext(
                _ -> {
                    reading = false;
                    found.ifPresentOrElse(this::send, this::end);
                    pump();
                });
    }

    private void send(RunReads.Numbered numbered) {
        if (over) {
            return;
        }
        var document = Json.text(numbered.run());
        if (numbered.entry() != seen && !document.equals(last)) {
            write("run", numbered.entry(), document);
        }
        seen = numbered.entry();
        last = document;
        if (isEnded(numbered)) {
            write("end", numbered.entry(), document);
            end();
        }
    }

    private static boolean isEnded(RunReads.Numbered numbered) {
        return Arrays.stream(RunStatus.values())
                .anyMatch(s -> s.ended() && s.text().equals(numbered.run().status()));
    }

    private void write(String event, long id, String data) {
        response.write(
                Buffer.buffer(
                        ("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n")
                                .getBytes(UTF_8)));
    }

    /// Ends the stream; a client that wants more comes again.
    void end() {
        if (!over) {
            close();
            response.end();
        }
    }

    /// The client is gone, or has all.
    void close() {
        over = true;
        subscription.close();
        context.owner().cancelTimer(heartbeat);
    }
}
