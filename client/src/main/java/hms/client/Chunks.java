package hms.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A body as it arrives, piece by piece, read with a time limit (the JDK's own input stream has
/// none). One piece is asked for at a time, so a slow reader holds the sender up.
final class Chunks implements BodySubscriber<Chunks>, AutoCloseable {

    private static final Arrival END = new Arrival(new byte[0], true, null);

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription source;
    private boolean closed;

    @Override
    public CompletionStage<Chunks> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription subscription) {
        if (closed || source != null) {
            subscription.cancel();
            return;
        }
        source = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        var bytes = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
        var at = 0;
        for (var buffer : buffers) {
            var length = buffer.remaining();
            buffer.get(bytes, at, length);
            at += length;
        }
        arrivals.add(new Arrival(bytes, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new Arrival(new byte[0], true, failure));
    }

    @Override
    public void onComplete() {
        arrivals.add(END);
    }

    /// The next piece, or empty at the end.
    ///
    /// @throws TimeoutException where nothing arrives in time
    /// @throws IOException where the connection breaks
    Optional<byte[]> next(Duration within)
            throws IOException, TimeoutException, InterruptedException {
        var arrival = arrivals.poll(within.toNanos(), TimeUnit.NANOSECONDS);
        if (arrival == null) {
            throw new TimeoutException("Nothing arrived within " + within.toMillis() + " ms");
        }
        if (arrival.failure() != null) {
            throw new IOException(arrival.failure().getMessage(), arrival.failure());
        }
        if (arrival.last()) {
            arrivals.add(END);
            return Optional.empty();
        }
        askForMore();
        return Optional.of(arrival.bytes());
    }

    /// Everything up to the end.
    ///
    /// @param limit in bytes; more than that breaks off
    /// @param deadline on [System#nanoTime()]'s scale
    byte[] all(int limit, long deadline)
            throws IOException, TimeoutException, InterruptedException {
        var whole = new ByteArrayOutputStream();
        while (true) {
            var piece = next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (piece.isEmpty()) {
                return whole.toByteArray();
            }
            if (piece.get().length > limit - whole.size()) {
                throw new IOException("the answer is longer than " + limit + " bytes");
            }
            whole.writeBytes(piece.get());
        }
    }

    /// Breaks off; a reader that waits in another thread comes to the end.
    @Override
    public synchronized void close() {
        closed = true;
        if (source != null) {
            source.cancel();
        }
        arrivals.add(END);
    }

    private synchronized void askForMore() {
        if (source != null && !closed) {
            source.request(1);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Arrival(byte[] bytes, boolean last, @Nullable Throwable failure) {}
}
