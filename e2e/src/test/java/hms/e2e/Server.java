package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// `hms up`, in a process of its own.
final class Server implements AutoCloseable {
    private static final Pattern UP = Pattern.compile("HMS-SVC is up at (\\S+)");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final StringBuffer said = new StringBuffer();
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final URI uri;

    private Server(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
        this.uri = address();
    }

    /// Starts it, and returns once it says where it answers.
    static Server start(ProcessBuilder builder) {
        try {
            return new Server(builder.redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                var up = UP.matcher(line);
                if (up.find()) {
                    address.complete(URI.create(up.group(1)));
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        address.completeExceptionally(new IOException("the server ended:\n" + said));
    }

    private URI address() {
        try {
            return address.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError("the server did not start:\n" + said, e);
        }
    }

    URI uri() {
        return uri;
    }

    /// What it has printed so far.
    String said() {
        return said.toString();
    }

    /// Waits until it has ended.
    ///
    /// @return its exit code: 137 if it was killed with `kill -9`
    int awaitEnd() {
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new AssertionError("the server does not end:\n" + said);
    }

    /// Asks it to end, and waits until it has.
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }
}
