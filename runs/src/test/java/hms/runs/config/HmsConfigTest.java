package hms.runs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.pipeline.file.ConfigRefused;
import hms.core.pipeline.file.PipelineFile;
import hms.runs.target.Probes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HmsConfigTest {

    private static HmsConfig parse(String text) {
        return HmsConfig.parse("hms.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_example_of_the_documentation_is_read_as_it_says() throws IOException {
        var doc = Files.readString(Path.of("../docs/configuration.md"));
        int from = doc.indexOf("```yaml") + "```yaml\n".length();
        var config = parse(doc.substring(from, doc.indexOf("```", from)));
        assertThat(config.zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(config.publicUrl()).contains("https://policies.example.gov");
        assertThat(config.partners())
                .extracting(HmsConfig.Partner::name)
                .containsExactly("state-airboards", "epa-open-data");
        assertThat(config.allowedHosts()).containsExactly("partner.internal");
        assertThat(config.pipeline()).isEqualTo(PipelineFile.defaultPipeline());
        assertThat(config.governance().rules()).hasSize(4);
        assertThat(config.governance().rules().get(3).canary()).contains(true);
        assertThat(config.governance().rules().get(1).leadTime())
                .isEqualTo(Optional.of(Duration.ofHours(24)));
    }

    @Test
    void environments_of_the_documentation_are_read_as_it_says() throws IOException {
        var doc = Files.readString(Path.of("../docs/promotion.md"));
        int from = doc.indexOf("```yaml") + "```yaml\n".length();
        var config = parse(doc.substring(from, doc.indexOf("```", from)));
        assertThat(config.environments())
                .extracting(e -> e.id().value())
                .containsExactly("staging", "preprod", "production");
        var staging = config.environments().getFirst();
        assertThat(staging.targets())
                .extracting(t -> t.id() + " " + t.kind() + " " + t.route().tags())
                .containsExactly(
                        "staging/cluster local []", "staging/benefits-api http [benefits]");
        assertThat(staging.targets().get(1).settings()).containsOnlyKeys("url", "token");
        assertThat(staging.probes().smoke())
                .extracting(Probes.Smoke::afterRollout)
                .containsExactly(false, true);
        var production = config.environments().getLast();
        assertThat(production.gate()).isTrue();
        assertThat(production.windows().maintenance().getFirst().days())
                .containsExactly(DayOfWeek.TUESDAY, DayOfWeek.THURSDAY);
        assertThat(production.windows().freezes()).hasSize(1);
        assertThat(production.targets().get(1).route().when())
                .contains("'air' in tags && values.limit < 30");
        assertThat(config.pipeline())
                .isEqualTo(
                        PipelineFile.defaultPipeline(List.of("staging", "preprod", "production")));
    }

    @Test
    void example_of_three_mini_clusters_is_read() throws IOException {
        var config = parse(Files.readString(Path.of("../examples/ci/hms.yaml")));
        assertThat(config.environments())
                .allSatisfy(
                        environment ->
                                assertThat(environment.targets())
                                        .extracting(TargetConfig::kind)
                                        .containsExactly("local"));
    }

    @Test
    void a_pipeline_that_is_written_out_is_read_back_the_same() {
        var pipeline = PipelineFile.defaultPipeline();
        var text = PipelineFile.text(pipeline).getBytes(StandardCharsets.UTF_8);
        assertThat(PipelineFile.parse("p.yaml", text)).isEqualTo(pipeline);
    }

    @Test
    void titles_with_signs_of_yaml_are_written_so_that_they_are_read_back() {
        var stage = new Stage("validate", StageKind.VALIDATE, "Lint: \"strict\" # and [more], yes");
        var pipeline = new Pipeline("true", List.of(stage));
        var text = PipelineFile.text(pipeline).getBytes(StandardCharsets.UTF_8);
        assertThat(PipelineFile.parse("p.yaml", text)).isEqualTo(pipeline);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    zone: Mars/Olympus                            | $.zone
                    zon: UTC                                      | $.zon
                    partners: [x]                                 | $.partners
                    partners: { a: { webhook: "https://x" } }     | $.partners.a.secret
                    partners: { a: { webhook: x, secret: y, z: 1 } } | $.partners.a.z
                    governance: [ { approvals: 0 } ]              | $.governance[0].approvals
                    governance: [ { approvals: two } ]            | $.governance[0].approvals
                    governance: [ { leadTime: soon } ]            | $.governance[0].leadTime
                    governance: [ { separation: perhaps } ]       | $.governance[0].separation
                    governance: yes                               | $.governance
                    environments: { Staging: {} }                 | $.environments.Staging
                    environments: {}                              | $.environments
                    environments: { prod: {}, production: {} }    | $.environments
                    environments: { a: { gate: maybe } }          | $.environments.a.gate
                    environments: { a: { zone: Mars } }           | $.environments.a.zone
                    environments: { a: { health: [ftp://x] } }    | $.environments.a.health
                    environments: { a: { smoke: [ { url: x } ] } } | $.environments.a.smoke[0].url
                    environments: { a: { smoke: [ { url: "http://x", after: lunch } ] } } | $.environments.a.smoke[0].after
                    environments: { a: { maintenance: [ { days: [monday], from: "1:00", until: "2:00" } ] } } | $.environments.a.maintenance[0].days
                    environments: { a: { maintenance: [ { from: "25:00", until: "02:00" } ] } } | $.environments.a.maintenance[0].from
                    environments: { a: { freeze: [ { from: 2026-01-02, until: 2026-01-01 } ] } } | $.environments.a.freeze[0].until
                    environments: { a: { freeze: [ { from: soon, until: 2026-01-01 } ] } } | $.environments.a.freeze[0].from
                    environments: { a: { targets: { t: { kind: fax } } } } | $.environments.a.targets.t.kind
                    environments: { a: { targets: { T_1: { kind: http } } } } | $.environments.a.targets.T_1
                    environments: { a: { targets: { t: { kind: http, when: "values.limit >" } } } } | $.environments.a.targets.t.when
                    environments: { a: { targets: { t: { kind: http, when: "colour == 'red'" } } } } | $.environments.a.targets.t.when
                    environments: { a: { targets: { t: { kind: http, policies: [No_Id] } } } } | $.environments.a.targets.t.policies
                    pipeline: { name: p, stages: [] }             | $.pipeline.stages
                    pipeline: { name: p, stages: [ { uses: fly } ] } | $.pipeline.stages[0].uses
                    pipeline: { name: p, stages: [ { script: rm } ] } | $.pipeline.stages[0].script
                    pipeline: { name: p, stages: [ { uses: tag, speed: 1 } ] } | $.pipeline.stages[0].speed
                    pipeline: { name: p, stages: [ { uses: simulate, threshold: 195% } ] } | $.pipeline.stages[0].threshold
                    pipeline: { name: p, stages: [ { uses: tag }, { uses: tag } ] } | $.pipeline.stages
                    """)
    void what_cannot_be_used_is_refused_with_its_path(String text, String path) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigRefused.class)
                .hasMessageContaining("hms.yaml: " + path + " ");
    }

    @Test
    void what_is_not_yaml_is_refused_with_its_line() {
        assertThatThrownBy(() -> parse("zone: UTC\nzone: UTC\n"))
                .isInstanceOf(ConfigRefused.class)
                .hasMessageContaining("line 2");
    }
}
