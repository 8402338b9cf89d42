package hms.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.runs.intake.NamedBytes;
import java.util.List;
import java.util.stream.IntStream;

/// Policies of the usual kind, in any number: a limit, who set it and why, and two rules that ask
/// it. They name no files and no partners, so that nothing outside has to be waited for.
final class Policies {

    private Policies() {}

    /// `count` different policies in one version.
    static List<NamedBytes> release(int count, String version) {
        return IntStream.range(0, count)
                .mapToObj(i -> one("bench-limit-" + (i + 1), version, 35 + i % 400))
                .toList();
    }

    static NamedBytes one(String id, String version, int limit) {
        var text =
                """
                id: %s
                version: %s
                title: 24-hour fine-particle limit
                agency: Environmental Protection Agency
                summary: The daily PM2.5 limit.
                content: |
                  The 24-hour PM2.5 limit is %d µg/m³.

                  The standard was set in 2006 (71 FR 61144) and took effect on 18 December of that year.
                tags: [health, air, epa]
                limit: %d
                units: ug_per_m3
                advisory_share: 0.8
                inputs:
                  reading: { type: number, unit: ug_per_m3, min: 0 }
                rules:
                  violation: reading > limit
                  action: 'reading > limit ? "violation" : reading > limit * advisory_share ? "advisory" : "none"'
                schema:
                  limit: { type: number, exclusiveMinimum: 0, maximum: 500 }
                  advisory_share: { type: number, minimum: 0, maximum: 1 }
                """
                        .formatted(id, version, limit, limit);
        return new NamedBytes(id + ".yaml", text.getBytes(UTF_8));
    }
}
