package hms.server.http;

import hms.runs.config.HmsConfig;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What this process was started with, and what it can serve.
///
/// @param fromFile whether a configuration file was read at the start, as it will be at the next
/// @param publicUrl as configured
/// @param allowedHosts hosts at private addresses that it may ask
/// @param served checks what only those who serve targets can tell
public record Launch(
        boolean fromFile,
        Optional<String> publicUrl,
        Set<String> allowedHosts,
        UnaryOperator<HmsConfig> served) {

    public Launch {
        allowedHosts = Set.copyOf(allowedHosts);
    }
}
