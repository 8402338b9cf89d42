package hms.cli;

import java.util.List;
import java.util.stream.Collectors;

/// What is to be added to `hms.yaml` where environments are missing.
final class EnvironmentLines {
    private EnvironmentLines() {}

    static String remedy(List<String> missing) {
        var lines =
                missing.stream()
                        .map(
                                name ->
                                        """
                                              %s: { targets: { cluster: { kind: local, cluster: %s } } }
                                        """
                                                .formatted(name, name))
                        .collect(Collectors.joining());
        return """
        Add to hms.yaml in the server's data folder, and start the server again:

            environments:
        %s
          Or start only what there is, as in: hms cluster up --env production"""
                .formatted(lines);
    }
}
