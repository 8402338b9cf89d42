package hms.connectors.secrets;

import hms.runs.port.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Secrets in environment variables (`env:NAME`) and in files (`file:/absolute/path`), where
/// container platforms put them. White space around a secret is no part of it.
public final class ReferencedSecrets implements Secrets {

    private static final int LONGEST_FILE = 64 * 1024;

    private final Map<String, String> environment;

    /// @param environment the process's variables
    public ReferencedSecrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Optional<String> find(String reference) {
        if (reference.startsWith("env:")) {
            return present(environment.getOrDefault(reference.substring("env:".length()), ""));
        }
        if (reference.startsWith("file:")) {
            return present(inFile(reference.substring("file:".length())));
        }
        return Optional.empty();
    }

    private static String inFile(String name) {
        try {
            var file = Path.of(name);
            return file.isAbsolute() && Files.size(file) <= LONGEST_FILE
                    ? Files.readString(file)
                    : "";
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }

    private static Optional<String> present(String secret) {
        return Optional.of(secret.strip()).filter(text -> !text.isEmpty());
    }
}
