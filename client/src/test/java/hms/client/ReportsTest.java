package hms.client;

import static hms.client.Wares.limit;
import static org.assertj.core.api.Assertions.assertThat;

import hms.client.live.Trouble;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReportsTest {
    @TempDir private Path folder;
    private final FakeHms server = new FakeHms();

    @AfterEach
    void stop() {
        server.close();
    }

    private HmsClientBuilder builder() {
        return HmsClient.builder(server.uri())
                .token("t")
                .cache(folder)
                .key("bot-18")
                .attribute("region", "NCR")
                .random(() -> 0.1);
    }

    private void putCanary(boolean shadow) {
        server.put(
                new Wares.Making("epa-pm25-limit")
                        .version(limit("1.5.0", 35), Wares.START, null)
                        .canary(limit("2.0.0", 25), 184, "region:NCR", shadow)
                        .made());
    }

    private JsonNode report(java.util.function.Predicate<JsonNode> wanted) {
        Until.is(() -> server.reports().stream().anyMatch(wanted));
        return server.reports().stream().filter(wanted).reduce((a, b) -> b).orElseThrow();
    }

    private static JsonNode policy(JsonNode report) {
        return report.path("policies").path(0);
    }

    @Test
    void report_says_how_a_canary_fares() {
        putCanary(true);
        try (var client = builder().connect()) {
            var policy = client.getPolicy("epa-pm25-limit");
            for (var reading = 30; reading < 40; reading++) {
                policy.evaluate("violation", Map.of("reading", reading));
            }
            policy.evaluate("violation", Map.of());
            policy.alert("violation");

            var report = report(each -> policy(each).path("evaluations").asInt(0) == 11);

            assertThat(report.path("key").asString()).isEqualTo("bot-18");
            assertThat(report.path("env").asString()).isEqualTo("production");
            assertThat(report.path("attributes").path("region").asString()).isEqualTo("NCR");
            assertThat(report.path("revision").asString()).isEqualTo("0.2");
            assertThat(report.path("stale").asBoolean()).isFalse();
            assertThat(report.path("leaving").asBoolean()).isFalse();
            assertThat(report.path("skewMs").isNumber()).isTrue();
            var counts = policy(report);
            assertThat(counts.path("policy").asString()).isEqualTo("epa-pm25-limit");
            assertThat(counts.path("digest").asString())
                    .isEqualTo(Wares.artifact(limit("1.5.0", 35)).digest().hex());
            assertThat(counts.path("run").asInt()).isEqualTo(184);
            assertThat(counts.path("group").asString()).isEqualTo("canary");
            assertThat(counts.path("errors").asInt()).isEqualTo(1);
            assertThat(counts.path("micros").asLong()).isPositive();
            assertThat(counts.path("alerts").toString()).isEqualTo("{\"violation\":1}");
            assertThat(counts.path("compared").asInt()).isEqualTo(11);
            assertThat(counts.path("rules").toString()).startsWith("{\"violation\":");
            assertThat(counts.path("changes").toString())
                    .isEqualTo("{\"violation: false → true\":6}");
        }
        var last = server.reports().get(server.reports().size() - 1);
        assertThat(last.path("leaving").asBoolean()).isTrue();
        assertThat(server.reports().stream().map(each -> each.path("sequence").asLong()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void applied_version_is_reported_soon() {
        putCanary(false);
        try (var client = builder().connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(25);
            server.put(Wares.limitInForce("2.0.0", 25));
            Until.is(() -> client.getPolicy("epa-pm25-limit").group().isEmpty());
            var report =
                    report(
                            each ->
                                    each.path("revision").asString("").equals("0.3")
                                            && policy(each).path("digest").isString());
            assertThat(policy(report).has("run")).isFalse();
            assertThat(policy(report).path("evaluations").asInt()).isZero();
        }
    }

    @Test
    void policy_without_a_version_in_force_is_reported_without_a_digest() {
        server.put(Wares.policy("another", "n: 1\n"));
        try (var client = builder().ids("epa-pm25-limit").connect()) {
            var report = report(each -> each.path("policies").size() == 1);
            assertThat(policy(report).path("policy").asString()).isEqualTo("epa-pm25-limit");
            assertThat(policy(report).has("digest")).isFalse();
            assertThat(client.isStale()).isFalse();
        }
    }

    @Test
    void clock_that_is_off_raises_an_alarm() {
        var ahead = InstantSource.offset(InstantSource.system(), java.time.Duration.ofSeconds(5));
        server.put(Wares.limitInForce("1.5.0", 35));
        try (var client = builder().clock(ahead).connect()) {
            server.beat();
            server.beat();
            Until.is(
                    () ->
                            client.problems().stream()
                                    .anyMatch(each -> each.kind() == Trouble.Kind.CLOCK));
            assertThat(client.skewMs().orElseThrow()).isBetween(4_900L, 6_000L);
        }
    }

    @Test
    void clock_that_is_right_raises_none_for_one_slow_message() {
        var skew = new hms.client.live.Skew();
        var now = Instant.parse("2026-01-01T00:00:00Z");
        skew.add(now.plusMillis(3_000), now);
        assertThat(skew.isAlarming()).isFalse();
        skew.add(now.plusMillis(5_004), now.plusMillis(5_000));
        skew.add(now.plusMillis(10_900), now.plusMillis(10_000));
        assertThat(skew.millis()).hasValue(4);
        assertThat(skew.isAlarming()).isFalse();
        skew.add(now.plusMillis(13_500), now.plusMillis(15_000));
        assertThat(skew.isAlarming()).isTrue();
        assertThat(Optional.of(skew.millis().orElseThrow())).contains(-1_500L);
    }
}
