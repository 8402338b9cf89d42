package hms.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/// Subscribers in a process of their own.
record FanOutGroup(Process process, BufferedReader says) implements AutoCloseable {

    /// Starts them, and waits until each has had its first message.
    static FanOutGroup connect(int port, int count, String request) {
        return connect(port, count, request, FanOutBench.MARK);
    }

    static FanOutGroup connect(int port, int count, String request, String mark) {
        try {
            var process =
                    FanOutBench.java(
                            FanOutClients.class,
                            Integer.toString(port),
                            Integer.toString(count),
                            mark);
            process.getOutputStream().write((request + "\n").getBytes(ISO_8859_1));
            process.getOutputStream().flush();
            var clients =
                    new FanOutGroup(
                            process,
                            new BufferedReader(
                                    new InputStreamReader(process.getInputStream(), ISO_8859_1)));
            clients.await(0);
            return clients;
        } catch (IOException e) {
            throw new UncheckedIOException("the subscribers could not be started", e);
        }
    }

    /// Waits until the last has had so many messages more than the first.
    ///
    /// @return when that was, as [System#nanoTime]
    long await(int round) {
        try {
            for (var line = says.readLine(); line != null; line = says.readLine()) {
                if (line.startsWith("round " + round + " ")) {
                    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
                }
                if (line.startsWith("broken")) {
                    throw new IllegalStateException("a subscriber: " + line);
                }
            }
            throw new IllegalStateException("the subscribers are gone");
        } catch (IOException e) {
            throw new UncheckedIOException("the subscribers say nothing", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
