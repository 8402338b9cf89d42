package hms.connectors.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A folder seen through the `git` executable, as a user sees it.
record GitFolder(Path path) {

    /// Runs git, which has to succeed, and answers what it printed.
    String git(String... arguments) {
        var command = new ArrayList<>(List.of("git", "-c", "user.name=U", "-c", "user.email=u@u"));
        command.addAll(List.of(arguments));
        try {
            var builder = new ProcessBuilder(command).directory(path.toFile());
            builder.redirectErrorStream(true);
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            builder.environment().put("TZ", "UTC");
            var process = builder.start();
            process.getOutputStream().close();
            var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    GitFolder init(String... options) {
        return run(Stream.concat(Stream.of("init", "-q"), Stream.of(options)));
    }

    /// A user's commit of one file.
    GitFolder commit(String file, String text) {
        write(file, text);
        git("add", file);
        git("commit", "-qm", "Work of a user");
        return this;
    }

    void write(String file, String text) {
        try {
            Files.createDirectories(path.resolve(file).getParent());
            Files.writeString(path.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int commits() {
        return Integer.parseInt(git("rev-list", "--count", "refs/heads/releases").strip());
    }

    private GitFolder run(Stream<String> arguments) {
        git(arguments.toArray(String[]::new));
        return this;
    }
}
