package hms.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The body of an answer that is no stream: read as far as a refusal may reasonably go.
final class RefusalBody implements BodySubscriber<Line.Cut> {
    private static final int MOST = 64 * 1024;

    private final Consumer<byte[]> done;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription source;

    RefusalBody(Consumer<byte[]> done) {
        this.done = done;
    }

    @Override
    public CompletionStage<Line.Cut> getBody() {
        return CompletableFuture.completedFuture(() -> {});
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            var part = new byte[Math.min(buffer.remaining(), MOST - bytes.size())];
            buffer.get(part);
            bytes.writeBytes(part);
        }
        if (source != null) {
            if (bytes.size() < MOST) {
                source.request(1);
            } else {
                source.cancel();
                onComplete();
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        onComplete();
    }

    @Override
    public void onComplete() {
        done.accept(bytes.toByteArray());
    }
}
