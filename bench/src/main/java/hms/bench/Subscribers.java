package hms.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Many subscribers in a process of their own ([FanOutClients]).
record Subscribers(Process process, BufferedReader says) implements AutoCloseable {

    /// Starts them, and waits until each has had its first message.
    ///
    /// @param request what each sends, in lines
    /// @param mark what every message has once
    static Subscribers connect(int port, int count, String request, String mark) {
        try {
            var process =
                    java(
                            FanOutClients.class,
                            Integer.toString(port),
                            Integer.toString(count),
                            mark);
            process.getOutputStream().write((request + "\n").getBytes(ISO_8859_1));
            process.getOutputStream().flush();
            var subscribers =
                    new Subscribers(
                            process,
                            new BufferedReader(
                                    new InputStreamReader(process.getInputStream(), ISO_8859_1)));
            subscribers.await(0);
            return subscribers;
        } catch (IOException e) {
            throw new UncheckedIOException("the subscribers could not be started", e);
        }
    }

    /// A program of this module, in a process of its own.
    static Process java(Class<?> program, String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:+UseSerialGC",
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
