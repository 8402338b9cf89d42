package hms.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Server-sent events without a thread that waits for them: bytes are parsed where they arrive, and
/// the next are asked for when what they brought has been dealt with.
final class SseLine implements BodySubscriber<Line.Cut>, Line.Cut {
    static final int LONGEST_MESSAGE = 32 * 1024 * 1024;

    private final Line line;
    private final EventParser parser = new EventParser("", LONGEST_MESSAGE);
    private Flow.@Nullable Subscription source;
    private volatile boolean cut;

    SseLine(Line line) {
        this.line = line;
    }

    @Override
    public CompletionStage<Line.Cut> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            source = subscription;
        }
        if (cut) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (var buffer : buffers) {
                var bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                for (var event : parser.feed(bytes)) {
                    if (!cut) {
                        line.message(event.data());
                    }
                }
            }
        } catch (IOException e) {
            line.closed(String.valueOf(e.getMessage()));
        }
        var current = source();
        if (!cut && current != null) {
            current.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        line.closed("the connection broke: " + failure.getMessage());
    }

    @Override
    public void onComplete() {
        line.closed("the server ended the connection");
    }

    @Override
    public void cut() {
        cut = true;
        var current = source();
        if (current != null) {
            current.cancel();
        }
    }

    private synchronized Flow.@Nullable Subscription source() {
        return source;
    }
}
