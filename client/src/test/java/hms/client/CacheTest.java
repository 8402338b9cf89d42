package hms.client;

import static hms.client.Wares.limitInForce;
import static org.assertj.core.api.Assertions.assertThat;

import hms.client.live.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {
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
                .patience(Duration.ofSeconds(2))
                .random(() -> 0.1);
    }

    private List<Path> states() {
        try (var files = Files.walk(folder)) {
            return files.filter(each -> each.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Three generations: 35, 30 and 25, the newest.
    private void fill() {
        for (var limit : new int[] {35, 30, 25}) {
            server.put(limitInForce("1.0." + limit, limit));
            try (var client = builder().connect()) {
                assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(limit);
            }
        }
        assertThat(states().size()).isEqualTo(3);
        server.close();
    }

    private void servesFromCache(int limit) {
        try (var client = builder().connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(limit);
            assertThat(client.isStale()).isTrue();
        }
    }

    @Test
    void newest_state_is_served_with_no_server_at_all() {
        fill();
        servesFromCache(25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "hms-cache/v1 00\n{}", "\0\0\0\0"})
    void damaged_state_is_passed_over_and_told(String damage) throws IOException {
        fill();
        Files.writeString(states().get(0), damage);
        try (var client = builder().connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(30);
            assertThat(client.problems())
                    .anySatisfy(
                            each -> {
                                assertThat(each.kind()).isEqualTo(Trouble.Kind.CACHE);
                                assertThat(each.message()).contains("passed over");
                            });
        }
    }

    @Test
    void state_that_is_cut_off_is_passed_over() throws IOException {
        fill();
        var text = Files.readString(states().get(0));
        Files.writeString(states().get(0), text.substring(0, text.length() / 2));
        servesFromCache(30);
    }

    @Test
    void state_that_somebody_has_edited_is_verified_as_if_it_came_from_a_server()
            throws IOException {
        fill();
        for (var state : states()) {
            var text = Files.readString(state);
            var body = text.substring(text.indexOf('\n') + 1).replace("production", "staging");
            var digest = FakeHms.digest(body).hex();
            Files.writeString(state, "hms-cache/v1 " + digest + "\n" + body);
        }
        try (var client = builder().connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").status()).isEqualTo(Status.NOT_RECEIVED);
        }
    }

    @Test
    void readers_key_stays_the_same() throws IOException {
        server.put(limitInForce("1.5.0", 35));
        try (var client = builder().connect()) {
            assertThat(client.isStale()).isFalse();
        }
        var key = Files.readString(folder.resolve("key"));
        try (var client = builder().connect()) {
            Until.is(() -> server.reports().size() > 1);
            assertThat(client.isStale()).isFalse();
        }
        assertThat(Files.readString(folder.resolve("key"))).isEqualTo(key);
        assertThat(server.reports())
                .allSatisfy(each -> assertThat(each.path("key").asString()).isEqualTo(key.strip()));
    }

    @Test
    void folder_that_cannot_be_written_is_told_and_values_are_read() throws IOException {
        server.put(limitInForce("1.5.0", 35));
        var file = Files.writeString(folder.resolve("file"), "");
        try (var client = builder().cache(file.resolve("below")).connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(35);
            assertThat(client.problems()).anyMatch(each -> each.kind() == Trouble.Kind.CACHE);
        }
    }

    @Test
    void scheduled_version_flips_without_a_server_unless_it_asks_to_be_held() {
        var soon = Instant.now().plusSeconds(1);
        server.put(scheduled("flips", soon, ""), scheduled("holds", soon, "offline: hold\n"));
        try (var client = builder().connect()) {
            assertThat(client.isStale()).isFalse();
        }
        server.close();
        try (var client = builder().connect()) {
            var flips = client.integer("flips", "n");
            var holds = client.integer("holds", "n");
            Until.is(() -> flips.get() == 2);
            assertThat(Instant.now()).isAfterOrEqualTo(soon);
            assertThat(holds.get()).isEqualTo(1);

            try (var back = new FakeHms(server.port())) {
                back.put(scheduled("flips", soon, ""), scheduled("holds", soon, "offline: hold\n"));
                Until.is(() -> holds.get() == 2);
            }
        }
    }

    private static Wares.Made scheduled(String id, Instant at, String more) {
        return new Wares.Making(id)
                .version("id: " + id + "\nversion: 1.0.0\nn: 1\n", Wares.START, at)
                .version("id: " + id + "\nversion: 2.0.0\nn: 2\n" + more, at, null)
                .made();
    }
}
