package hms.server.http;

import hms.server.view.RunReads;
import hms.server.view.Source;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// The streams of run events that are open.
final class RunStreams {

    private static final int MOST = 10_000;

    private final Source source;
    private final RunReads reads;
    private final CommitFeed feed;
    private final Executor workers;
    private final Answering answering;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    private record Open(Context context, RunStream stream) {}

    RunStreams(
            Source source, RunReads reads, CommitFeed feed, Executor workers, Answering answering) {
        this.source = source;
        this.reads = reads;
        this.feed = feed;
        this.workers = workers;
        this.answering = answering;
    }

    /// Begins to send events as the answer to a request, on its event loop.
    ///
    /// @param answered called when the last of them was sent
    void open(
            Context context,
            HttpServerRequest request,
            Response.RunEvents asked,
            Runnable answered) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (open.size() >= MOST) {
            answering.send(request, Response.of(Problems.busy()));
            answered.run();
            return;
        }
        answering.prepare(response);
        response.putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
            answered.run();
            return;
        }
        response.setChunked(true);
        var stream =
                new RunStream(
                        context,
                        response,
                        workers,
                        feed,
                        asked,
                        () -> reads.run(source.state().get(), asked.run()));
        var entry = new Open(context, stream);
        open.add(entry);
        response.endHandler(
                _ -> {
                    open.remove(entry);
                    answered.run();
                });
        response.closeHandler(
                _ -> {
                    open.remove(entry);
                    stream.close();
                });
    }

    /// Ends all of them.
    void close() {
        open.forEach(one -> one.context().runOnContext(_ -> one.stream().end()));
    }
}
