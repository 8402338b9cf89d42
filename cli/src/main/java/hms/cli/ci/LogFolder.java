package hms.cli.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Where the logs of stages lie: `.hms-ci/logs` in the working folder, or, where nobody may write
/// there, a new folder among the temporary ones. Version control leaves it out.
///
/// @param path the folder
/// @param shown it as people are told it
public record LogFolder(Path path, String shown) {
    private static final String USUAL = ".hms-ci/logs";
    private static final Pattern OURS = Pattern.compile("[0-9]+-[^/]*\\.(?:log|sh|jsonl)");

    /// Opens it; what an earlier run has left stays.
    ///
    /// @param folder where scripts work
    /// @param from where people are who are told of it
    public static LogFolder open(Path folder, Path from) throws IOException {
        var usual = folder.resolve(USUAL);
        try {
            Files.createDirectories(usual);
            Files.writeString(usual.resolve(".gitignore"), "*\n");
            var shown = usual.startsWith(from) ? from.relativize(usual) : usual;
            return new LogFolder(usual, shown.toString());
        } catch (IOException _) {
            var other = Files.createTempDirectory("hms-ci-");
            return new LogFolder(other, other.toString());
        }
    }

    /// Takes away what an earlier run has left.
    void clear() throws IOException {
        try (var files = Files.list(path)) {
            for (var file : files.toList()) {
                if (OURS.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// A file in it.
    public Path file(String name) {
        return path.resolve(safe(name));
    }

    /// How people are told about a file in it.
    public String shown(Path file) {
        return shown + "/" + file.getFileName();
    }

    private static String safe(String name) {
        var plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return plain.length() <= 100
                ? plain
                : plain.substring(0, 60) + plain.substring(plain.length() - 40);
    }
}
