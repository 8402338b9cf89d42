package hms.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What else the machine is doing, for the output: figures mean little without it.
final class Load {

    private Load() {}

    /// Such as `load average 0.52 0.98 1.20 on 2 processors`.
    static String now() {
        return String.format(
                Locale.ROOT,
                "load average %s on %d processors",
                averages(),
                Runtime.getRuntime().availableProcessors());
    }

    private static String averages() {
        try {
            var fields = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
            return fields[0] + " " + fields[1] + " " + fields[2];
        } catch (IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }
}
