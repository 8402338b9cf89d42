package hms.app;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this very program is started once more: the same Java, options and classes.
final class Again {
    /// What belongs to one process, and not to the next.
    private static final List<String> OWN =
            List.of(
                    "-Dhms.terminal=",
                    "-Dhms.columns=",
                    "-agentlib:jdwp",
                    "-Xrunjdwp",
                    "-XX:AOTCacheOutput=",
                    "-XX:AOTMode=");

    private Again() {}

    /// The command, without arguments of the program.
    static List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> OWN.stream().noneMatch(option::startsWith))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        return command;
    }
}
