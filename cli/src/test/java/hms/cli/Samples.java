package hms.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Policies and documents for tests.
final class Samples {
    static final String POLICY =
            """
            id: epa-pm25-limit
            version: 2.0.0
            title: 24-hour fine-particle limit
            content: The 24-hour PM2.5 limit is 25 µg/m³.
            limit: 25
            inputs:
              reading: { type: number, min: 0 }
            rules:
              violation: reading > limit
            scenarios: [scenarios/pm25.csv]
            """;

    static final String REPORT =
            """
            {"policies":[{"id":"epa-pm25-limit","version":"2.0.0","digest":"sha256:00","already":false,
            "versionGiven":true,"findings":[{"severity":"warning","code":"effective-past","message":"it is effective already",
            "file":"policies/pm25.yaml","line":3,"column":1,"path":"$.title","remedy":"look again"}],"bump":null,
            "live":{"version":"1.5.0","digest":"sha256:11"},
            "changes":[{"path":"limit","before":35,"after":25},{"path":"advisory_share","before":null,"after":0.8},
            {"path":"old","before":"x","after":null}],
            "simulation":{"summary":"98.4% of 5,000 cases adapted · 312 outcomes change"},
            "approvals":{"have":0,"need":1,"missing":"epa-pm25-limit@2.0.0 is not approved for production: 0 of 1 approvals."}}],
            "manifest":{},"ledger":{"index":4,"size":5,"epoch":0}}""";

    private Samples() {}

    /// `policies/pm25.yaml` below a folder, with its scenario file.
    static Path policy(Path folder) {
        write(folder.resolve("policies/scenarios/pm25.csv"), "name,reading\na,30\n");
        return write(folder.resolve("policies/pm25.yaml"), POLICY);
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String stage(String id, String title, String outcome, String summary, boolean evidence) {
        return """
                {"id":"production/%s","title":"%s","uses":"%s","outcome":"%s","summary":"%s","startedAt":"2026-01-31T11:59:30Z","endedAt":null,"tookMs":1200,"hasEvidence":%s}"""
                .formatted(id, title, id, outcome, summary, evidence);
    }

    /// A run of the default pipeline: the stages before `at` have passed, `at` has this outcome.
    static String run(String status, String at, String outcome, String more) {
        var stages =
                new String[][] {
                    {"validate", "Lint & Schema", "no findings"},
                    {"package", "Package", "sha256 abc"},
                    {
                        "simulate",
                        "Simulation Replay",
                        "98.4% of 5,000 cases adapted · 312 outcomes change"
                    },
                    {"publish", "Publication", "1 HMS Reg. 1"},
                    {"rollout", "Full Rollout", "production"},
                    {"activate", "Activation", ""},
                    {"tag", "Release Tag", ""},
                    {"notify", "Partner Notifications", "6 sent"},
                };
        var list = new java.util.ArrayList<String>();
        var before = true;
        for (var stage : stages) {
            var here = stage[0].equals(at);
            before = before && !here;
            var is = before ? "passed" : here ? outcome : "pending";
            list.add(
                    stage(
                            stage[0],
                            stage[1],
                            is,
                            is.equals("pending") ? "" : stage[2],
                            stage[0].equals("simulate") && is.equals("passed")));
        }
        return """
                {"run":184,"status":"%s","policies":["epa-pm25-limit@2.0.0"],"policyCount":1,"environment":"production",\
                "pipeline":"default","queuedAt":"2026-01-31T11:48:17Z","startedAt":"2026-01-31T11:48:18Z","endedAt":%s,"stages":[%s]%s}"""
                .formatted(
                        status,
                        status.equals("running") ? "null" : "\"2026-01-31T12:00:00Z\"",
                        String.join(",", list),
                        more);
    }

    static final String SUCCESS =
            run(
                    "success",
                    "",
                    "",
                    """
                    ,"error":null,"publishedUrl":"http://127.0.0.1:8080/register/1/1","notices":{"queued":6,"sent":6,"givenUp":0}""");
}
