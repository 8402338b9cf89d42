package hms.client;

import static hms.client.Wares.limitInForce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.client.live.Ruling;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HmsClientTest {
    @TempDir private Path folder;
    private final FakeHms server = new FakeHms();

    @AfterEach
    void stop() {
        server.close();
    }

    private HmsClientBuilder builder() {
        return HmsClient.builder(server.uri()).token("t").cache(folder).random(() -> 0.1);
    }

    @Test
    void values_are_read_as_soon_as_it_is_connected() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            var policy = client.getPolicy("epa-pm25-limit");

            assertThat(policy.getDecimal("limit")).isEqualByComparingTo("35");
            assertThat(policy.getInt("limit")).isEqualTo(35);
            assertThat(policy.getString("units")).isEqualTo("ug_per_m3");
            assertThat(policy.version()).contains("1.5.0");
            assertThat(policy.status()).isEqualTo(Status.IN_FORCE);
            assertThat(policy.publishedUrl())
                    .contains("https://register.example/epa-pm25-limit@1.5.0");
            assertThat(client.isStale()).isFalse();
            assertThat(client.revision()).contains("0.2");
            assertThat(client.problems()).isEmpty();
        }
    }

    @Test
    void a_change_is_read_by_handles_that_were_made_before() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            var changes = Collections.synchronizedList(new ArrayList<PolicyChange>());
            client.onChange(changes::add);
            var limit = client.decimal("epa-pm25-limit", "limit");
            assertThat(limit.get()).isEqualByComparingTo("35");

            server.put(limitInForce("2.0.0", 25));

            Until.is(() -> limit.get().equals(new BigDecimal("25")));
            Until.is(() -> changes.size() == 1);
            assertThat(changes.get(0).before().version()).contains("1.5.0");
            assertThat(changes.get(0).after().version()).contains("2.0.0");
        }
    }

    @Test
    void all_policies_of_a_revision_become_visible_at_once() {
        server.put(Wares.policy("a", "n: 1\n"), Wares.policy("b", "n: 1\n"));
        try (var client = builder().connect()) {
            var torn = Collections.synchronizedList(new ArrayList<String>());
            var b = client.integer("b", "n");
            var a = client.integer("a", "n");
            var reader =
                    new Thread(
                            () -> {
                                while (a.get() < 20) {
                                    int first = b.get();
                                    int second = a.get();
                                    if (second < first) {
                                        torn.add(first + " then " + second);
                                    }
                                }
                            });
            reader.start();
            for (var n = 2; n <= 20; n++) {
                server.put(
                        Wares.policy("a", "n: " + n + "\n"), Wares.policy("b", "n: " + n + "\n"));
            }
            Until.is(() -> !reader.isAlive());
            assertThat(torn).isEmpty();
        }
    }

    @Test
    void rules_are_asked_with_the_code_that_servers_have() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            assertThat(client.evaluate("epa-pm25-limit", "violation", Map.of("reading", 36)))
                    .isEqualTo(new Ruling.Decided(true));
            assertThat(
                            client.evaluate("epa-pm25-limit", "violation", Map.of("reading", "35"))
                                    .isTrue())
                    .isFalse();
            assertThat(client.evaluate("epa-pm25-limit", "violation", Map.of("rading", 36)))
                    .isInstanceOf(Ruling.Undecided.class);
            assertThat(client.evaluate("epa-pm25-limit", "nothing", Map.of()))
                    .isInstanceOf(Ruling.Undecided.class);
        }
    }

    @Test
    void absence_has_a_type_and_says_what_to_do() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            assertThatThrownBy(() -> client.getPolicy("epa-pm10-limit").getDecimal("limit"))
                    .isInstanceOf(PolicyAbsent.NotFound.class)
                    .hasMessageContaining("epa-pm10-limit");
            assertThatThrownBy(() -> client.getPolicy("epa-pm25-limit").getDecimal("limt"))
                    .isInstanceOf(ValueAbsent.class)
                    .hasMessageContaining("limit, units");
            assertThatThrownBy(() -> client.decimal("epa-pm25-limit", "units").get())
                    .isInstanceOf(ValueAbsent.class)
                    .hasMessageContaining("a text (ug_per_m3), not a number");
        }
    }

    record Limits(BigDecimal limit, String units) {}

    @Test
    void values_fit_a_record() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").as(Limits.class))
                    .isEqualTo(new Limits(new BigDecimal("35"), "ug_per_m3"));
        }
    }

    @Test
    void a_client_without_a_server_goes_on_with_what_it_had() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            Until.is(() -> client.revision().isPresent());
        }
        server.close();
        try (var client = builder().connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").getDecimal("limit"))
                    .isEqualByComparingTo("35");
            assertThat(client.isStale()).isTrue();
            assertThat(client.problems()).isNotEmpty();
        }
    }

    @Test
    void defaults_are_read_before_anything_came() {
        server.close();
        try (var client =
                builder().noCache().defaults("epa-pm25-limit", Map.of("limit", 40)).connect()) {
            var policy = client.getPolicy("epa-pm25-limit");
            assertThat(policy.getDecimal("limit")).isEqualByComparingTo("40");
            assertThat(policy.status()).isEqualTo(Status.DEFAULTS);
            assertThatThrownBy(() -> client.getPolicy("other").getDecimal("limit"))
                    .isInstanceOf(PolicyAbsent.NotReceived.class);
        }
    }

    @Test
    void after_a_break_only_the_difference_is_asked_for() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            Until.is(() -> server.connections() == 1);
            server.disconnect();
            Until.is(() -> server.asked().size() >= 2 && server.connections() == 1);
            server.put(limitInForce("2.0.0", 25));
            Until.is(() -> client.getPolicy("epa-pm25-limit").getInt("limit") == 25);
            assertThat(server.asked().get(1)).contains("since=0.2").contains("tree=2");
            Until.is(() -> !client.isStale());
        }
    }

    @Test
    void what_is_asked_for_is_said_once() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().environment("production").ids("a", "b").tags("air").connect()) {
            assertThat(server.asked().get(0))
                    .isEqualTo("/api/stream?env=production&ids=a%2Cb&tags=air");
            assertThat(client.ids()).isEqualTo(List.of("epa-pm25-limit"));
        }
    }

    @Test
    void a_silent_connection_is_made_anew() {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().quiet(Duration.ofMillis(200)).connect()) {
            server.fallSilent(true);
            Until.is(() -> server.asked().size() >= 3);
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(35);
            assertThat(client.staleReason().orElseThrow()).contains("nothing came for 200 ms");
            server.fallSilent(false);
            Until.is(() -> !client.isStale());
        }
    }
}
