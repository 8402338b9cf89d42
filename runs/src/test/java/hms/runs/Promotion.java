package hms.runs;

/// Three environments, as tests of promotions have them.
final class Promotion {

    /// A cluster and a module in staging, a cluster in preprod, a module in production.
    static final String CONFIG =
            """
            environments:
              staging:
                targets:
                  cluster: { kind: local }
                  benefits: { kind: http, url: "https://benefits.staging.test" }
              preprod:
                targets:
                  cluster: { kind: local }
              production:
                targets:
                  benefits: { kind: http, url: "https://benefits.test" }
            """;

    private Promotion() {}
}
