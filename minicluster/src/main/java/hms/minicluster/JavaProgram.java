package hms.minicluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How further processes of this program are started: small ones, that there may be many of.
///
/// @param java the executable
/// @param classPath where the program is
/// @param aot the cache of ready-made classes, if the launcher has trained one
record JavaProgram(Path java, String classPath, Optional<Path> aot) {
    /// One collector, one compiler: what the cache was trained with as well.
    private static final List<String> SMALL =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:MinHeapFreeRatio=20",
                    "-XX:MaxHeapFreeRatio=40",
                    "-Xms8m",
                    "-Xss512k",
                    "-Dsun.net.httpserver.nodelay=true");

    /// This process's own.
    static JavaProgram ofThisProcess() {
        return new JavaProgram(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Optional.ofNullable(System.getProperty("hms.aot"))
                        .filter(name -> !name.isEmpty())
                        .map(Path::of));
    }

    /// @param heap as in `64m`
    List<String> command(Class<?> main, String heap) {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(SMALL);
        command.add("-Xmx" + heap);
        aot.ifPresent(
                cache -> {
                    command.add("-XX:AOTCache=" + cache);
                    // where it was made for: relocated, each process would have 50 MB of its own
                    command.add("-XX:+UnlockDiagnosticVMOptions");
                    command.add("-XX:ArchiveRelocationMode=0");
                    command.add("-Xlog:aot*=off");
                    command.add("-Xlog:cds*=off");
                    command.add("-Dhms.aot=" + cache);
                });
        command.addAll(List.of("-cp", classPath, main.getName()));
        return command;
    }

    ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("java", java.toString());
        json.put("classPath", classPath);
        aot.ifPresent(cache -> json.put("aot", cache.toString()));
        return json;
    }

    static JavaProgram of(JsonNode json) {
        return new JavaProgram(
                Path.of(json.path("java").asString()),
                json.path("classPath").asString(),
                json.path("aot").asStringOpt().map(Path::of));
    }
}
