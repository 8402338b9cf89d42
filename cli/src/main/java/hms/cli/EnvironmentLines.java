package hms.cli;

/// What is to be added to `hms.yaml` where an environment is missing.
final class EnvironmentLines {
    private EnvironmentLines() {}

    static String remedy(String missing) {
        return """
        Add it to hms.yaml in the server's data folder, and start the server again:

            environments:
              %s:
                targets:
                  - { name: cluster, kind: local, cluster: %s }

          Or start only what there is, as in: hms cluster up --env production"""
                .formatted(missing, missing);
    }
}
