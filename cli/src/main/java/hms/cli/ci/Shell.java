package hms.cli.ci;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The shell that runs scripts: bash, which stops at the first command that fails, also within a
/// pipe, and at unknown variables; where there is none, sh, which does the first.
record Shell(Path program, List<String> options) {
    private static final List<String> STRICT = List.of("-euo", "pipefail");

    /// @throws CiRefused if there is none
    static Shell find(Map<String, String> variables) {
        return on(variables, "bash")
                .map(bash -> new Shell(bash, STRICT))
                .or(() -> on(variables, "sh").map(sh -> new Shell(sh, List.of("-e"))))
                .orElseThrow(
                        () ->
                                new CiRefused(
                                        "There is no bash and no sh on the PATH.",
                                        "Put one there; scripts are run by it."));
    }

    private static Optional<Path> on(Map<String, String> variables, String name) {
        return Arrays.stream(variables.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    List<String> command(Path script) {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(options);
        command.add(script.toString());
        return command;
    }

    /// The command that only looks whether a script can be read.
    List<String> check(Path script) {
        return List.of(program.toString(), "-n", script.toString());
    }
}
