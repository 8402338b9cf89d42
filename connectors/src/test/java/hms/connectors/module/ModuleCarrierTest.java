package hms.connectors.module;

import static hms.connectors.Shipments.item;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.PolicyId;
import hms.connectors.Shipments;
import hms.connectors.guarded.GuardedHttp;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.Handover.NotOffered;
import hms.runs.port.Handover.Refused;
import hms.runs.port.Handover.Taken;
import hms.runs.port.Handover.Unsure;
import hms.runs.port.HealthReading;
import hms.runs.port.Shipment;
import hms.trust.Digest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Against real little servers, most of which misbehave.
final class ModuleCarrierTest {

    private static final Shipment SHIPMENT =
            Shipments.of(
                    42,
                    List.of(item("epa-pm25-limit", "2.0.0"), item("fees", "1.1.0", "{\"id\":1}")),
                    List.of(PolicyId.of("old-rule")),
                    List.of());

    private final Module module = new Module();
    private final List<Duration> pauses = new ArrayList<>();
    private final Map<String, String> settings = new TreeMap<>(Map.of("url", module.url()));
    private Set<String> allowed = Set.of("127.0.0.1");

    @AfterEach
    void stop() {
        module.close();
    }

    @Test
    void a_module_is_posted_the_exact_texts_with_key_sequence_and_token() {
        module.on("POST /policies", 204, "");
        settings.put("token", "env:MODULE_TOKEN");

        assertThat(deliver()).isEqualTo(new Taken("204"));

        var asked = module.asked().getFirst();
        assertThat(asked.header("Idempotency-key")).isEqualTo("run-184/staging/42");
        assertThat(asked.header("Hms-sequence")).isEqualTo("42");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer s3cret");
        assertThat(asked.header("Content-type")).isEqualTo("application/json");
        var body = JsonMapper.shared().readTree(asked.body());
        assertThat(body.path("env").asString()).isEqualTo("staging");
        var bundle = body.path("bundle");
        assertThat(bundle.propertyNames())
                .containsExactly("sequence", "digest", "package", "policies", "gone");
        assertThat(bundle.path("digest").asString()).isEqualTo(SHIPMENT.digest().toString());
        assertThat(bundle.path("package").asString())
                .isEqualTo(SHIPMENT.release().orElseThrow().toString());
        assertThat(bundle.path("gone").path(0).asString()).isEqualTo("old-rule");
        assertThat(bundle.path("policies")).hasSize(2);
        for (var policy : bundle.path("policies")) {
            assertThat(policy.propertyNames())
                    .containsExactly(
                            "id", "version", "digest", "from", "until", "mediaType", "artifact");
            assertThat(Digest.sha256(policy.path("artifact").asString().getBytes(UTF_8)))
                    .hasToString(policy.path("digest").asString());
        }
        assertThat(bundle.path("policies").path(1).path("mediaType").asString())
                .isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "302, Refused, redirects are not followed",
        "400, Refused, it answered 400 (bad)",
        "401, Refused, check the token",
        "403, Refused, check the token",
        "404, Refused, it answered 404 (bad)",
        "408, Unsure,  it answered 408",
        "409, Refused, a higher sequence",
        "413, Refused, it answered 413",
        "425, Unsure,  it answered 425",
        "429, Unsure,  it answered 429",
        "500, Unsure,  it answered 500 (bad)",
        "503, Unsure,  it answered 503"
    })
    void what_is_no_yes_is_told_apart(int status, String kind, String said) {
        module.on("POST /policies", status, "bad");
        var handover = deliver();
        assertThat(handover.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(reason(handover)).contains(said);
    }

    @Test
    void a_token_that_the_module_repeats_is_not_repeated() {
        settings.put("token", "env:MODULE_TOKEN");
        module.on("POST /policies", 400, "you said s3cret\r\nX: y" + "z".repeat(1000));
        assertThat(reason(deliver()))
                .contains("you said … X: yz")
                .doesNotContain("s3cret")
                .hasSizeLessThan(200);
    }

    @Test
    void a_token_that_is_nowhere_sends_nothing() {
        settings.put("token", "env:OTHER");
        assertThat(reason(deliver())).contains("env:OTHER leads nowhere");
        assertThat(module.asked()).isEmpty();
    }

    @Test
    void a_module_that_does_not_answer_leaves_us_unsure() {
        var released = new CountDownLatch(1);
        module.on("POST /policies", (exchange, asked) -> released.await());
        settings.put("timeout", "300ms");
        assertThat(deliver())
                .isInstanceOfSatisfying(
                        Unsure.class,
                        unsure -> assertThat(unsure.reason()).contains("did not answer within"));
        released.countDown();
    }

    @Test
    void a_module_that_stops_in_the_middle_of_its_answer_leaves_us_unsure() {
        module.on(
                "POST /policies",
                (exchange, asked) -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('{');
                });
        assertThat(deliver()).isInstanceOf(Unsure.class);
    }

    @Test
    void a_huge_answer_is_cut_and_counts_by_its_status() {
        module.on(
                "POST /policies",
                (exchange, asked) -> {
                    exchange.sendResponseHeaders(200, 0);
                    var mebibyte = new byte[1 << 20];
                    for (int i = 0; i < 64; i++) {
                        exchange.getResponseBody().write(mebibyte);
                    }
                });
        assertThat(deliver()).isEqualTo(new Taken("200"));
    }

    @Test
    void nobody_who_listens_leaves_us_unsure() {
        module.close();
        assertThat(deliver()).isInstanceOf(Unsure.class);
    }

    @Test
    void a_redirect_inside_is_not_followed() {
        module.on(
                "POST /policies",
                (exchange, asked) -> {
                    exchange.getResponseHeaders()
                            .set("Location", "http://169.254.169.254/latest/meta-data");
                    exchange.sendResponseHeaders(307, -1);
                });
        assertThat(deliver()).isInstanceOf(Refused.class);
        assertThat(module.lines()).containsExactly("POST /policies");
    }

    @Test
    void a_private_address_that_the_operator_does_not_name_is_refused() {
        allowed = Set.of();
        assertThat(deliver()).isInstanceOf(Refused.class);
        assertThat(reason(deliver())).contains("not public").contains("allow: [127.0.0.1]");
        assertThat(module.asked()).isEmpty();
    }

    @Test
    void an_answer_that_names_the_digest_is_read_back() {
        module.on("POST /policies", 200, has(SHIPMENT.digest(), 42))
                .on("GET /policies", 200, has(SHIPMENT.digest(), 42));
        assertThat(deliver()).isEqualTo(new Taken("200, read back"));
        assertThat(module.lines()).containsExactly("POST /policies", "GET /policies");
    }

    @Test
    void what_a_module_names_counts_where_it_cannot_be_read() {
        module.on("POST /policies", 200, has(SHIPMENT.digest(), 42));
        assertThat(deliver()).isEqualTo(new Taken("200, and it names what it has"));
    }

    @Test
    void a_module_that_takes_its_time_is_read_back_again() {
        settings.put("readback", "true");
        var reads = new AtomicInteger();
        module.on("POST /policies", 202, "")
                .on(
                        "GET /policies",
                        (exchange, asked) -> {
                            boolean late = reads.incrementAndGet() < 4;
                            Module.say(
                                    exchange,
                                    late && reads.get() == 2 ? 503 : 200,
                                    has(SHIPMENT.digest(), late ? 41 : 42));
                        });
        assertThat(deliver()).isEqualTo(new Taken("202, read back"));
        assertThat(pauses)
                .containsExactly(
                        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"digest", "sequence"})
    void a_module_that_has_something_else_leaves_us_unsure(String wrong) {
        settings.put("readback", "true");
        var other = Digest.sha256(new byte[] {1});
        module.on("POST /policies", 200, "")
                .on(
                        "GET /policies",
                        200,
                        wrong.equals("digest") ? has(other, 42) : has(SHIPMENT.digest(), 41));
        assertThat(deliver())
                .isInstanceOfSatisfying(
                        Unsure.class,
                        unsure ->
                                assertThat(unsure.reason())
                                        .startsWith("it has sha256:")
                                        .contains("instead of " + SHIPMENT.digest()));
        assertThat(pauses).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "{\"digest\":7}", "[]", ""})
    void a_module_that_names_no_digest_leaves_us_unsure(String answer) {
        settings.put("readback", "true");
        module.on("POST /policies", 200, "").on("GET /policies", 200, answer);
        assertThat(reason(deliver())).contains("names no digest");
    }

    @Test
    void a_module_that_cannot_be_read_says_so() {
        settings.put("readback", "true");
        module.on("POST /policies", 200, "");
        assertThat(deliver()).isInstanceOf(Unsure.class);
        assertThat(reason(deliver())).contains("GET is answered with 404");
    }

    @Test
    void two_phases_prepare_and_commit() {
        settings.put("phases", "two");
        module.on("POST /policies/prepare", 200, "")
                .on("POST /policies/commit", 200, "")
                .on("POST /policies/discard", 200, "");

        assertThat(carrier().prepare(to(), SHIPMENT)).isEqualTo(new Taken("200"));
        assertThat(deliver()).isEqualTo(new Taken("200"));
        carrier().discard(to(), SHIPMENT);

        assertThat(module.lines())
                .containsExactly(
                        "POST /policies/prepare",
                        "POST /policies/commit",
                        "POST /policies/discard");
        assertThat(module.asked().get(0).body()).contains("\"artifact\"");
        assertThat(module.asked().get(1).body())
                .isEqualTo(
                        "{\"digest\":\"%s\",\"sequence\":42,\"env\":\"staging\"}"
                                .formatted(SHIPMENT.digest()));
        assertThat(module.asked().stream().map(a -> a.header("Idempotency-key")))
                .containsExactly(
                        "run-184/staging/42:prepare",
                        "run-184/staging/42:commit",
                        "run-184/staging/42:discard");
    }

    @Test
    void what_was_prepared_and_forgotten_is_prepared_again() {
        settings.put("phases", "two");
        var prepared = new AtomicInteger();
        module.on(
                        "POST /policies/prepare",
                        (exchange, asked) -> {
                            prepared.incrementAndGet();
                            Module.say(exchange, 200, "");
                        })
                .on(
                        "POST /policies/commit",
                        (exchange, asked) ->
                                Module.say(exchange, prepared.get() == 0 ? 412 : 200, ""));
        assertThat(deliver()).isEqualTo(new Taken("200"));
        assertThat(prepared).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void a_module_without_phases_gets_the_plain_post(int status) {
        settings.put("phases", "two");
        module.on("POST /policies/prepare", status, "")
                .on("POST /policies/commit", status, "")
                .on("POST /policies", 200, "");
        assertThat(carrier().prepare(to(), SHIPMENT)).isEqualTo(new NotOffered());
        assertThat(deliver()).isEqualTo(new Taken("200"));
        assertThat(module.lines().getLast()).isEqualTo("POST /policies");
    }

    @Test
    void one_phase_is_not_asked_to_prepare() {
        assertThat(carrier().prepare(to(), SHIPMENT)).isEqualTo(new NotOffered());
        carrier().discard(to(), SHIPMENT);
        assertThat(module.asked()).isEmpty();
    }

    @Test
    void a_refusal_to_prepare_is_one() {
        settings.put("phases", "two");
        module.on("POST /policies/prepare", 422, "no policy fees here");
        assertThat(carrier().prepare(to(), SHIPMENT))
                .isEqualTo(new Refused("it answered 422 (no policy fees here)"));
    }

    @ParameterizedTest
    @CsvSource({"200, Well", "302, Ill", "404, Ill", "500, Ill", "503, Ill"})
    void its_health_url_says_how_it_fares(int status, String reading) {
        settings.put("health", module.url() + "/healthz");
        module.on("GET /policies/healthz", status, "");
        assertThat(carrier().health(to()).getClass().getSimpleName()).isEqualTo(reading);
    }

    @Test
    void without_a_health_url_an_answer_is_what_counts() {
        assertThat(carrier().health(to()))
                .isEqualTo(new HealthReading.Well("it answers (404); no health URL is configured"));
        module.on("GET /policies", 500, "");
        assertThat(carrier().health(to())).isInstanceOf(HealthReading.Ill.class);
        module.close();
        assertThat(carrier().health(to())).isInstanceOf(HealthReading.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "url,     ftp://x,                'url: The URL cannot be used: it does not begin with https://'",
        "health,  nowhere,                'health: The URL cannot be used: '",
        "token,   s3cret,                 'token is no reference; write token: env:NAME'",
        "phases,  three,                  'phases is one or two, not three'",
        "readback,yes,                    'readback is false or true, not yes'",
        "timeout, 0s,                     'timeout is a time such as 30s'",
        "timeout, 11m,                    'timeout is a time such as 30s'",
        "helth,   x,                      'helth is no setting of a target of kind http'"
    })
    void what_is_wrong_with_settings_is_said_by_their_key(String key, String value, String said) {
        settings.put(key, value);
        assertThat(carrier().complaint(settings).orElseThrow()).startsWith(said);
        assertThat(deliver()).isInstanceOf(Refused.class);
    }

    @Test
    void settings_that_can_be_used_are() {
        settings.put("timeout", "5s");
        settings.put("readback", "true");
        settings.put("phases", "two");
        settings.put("token", "file:/run/secrets/token");
        settings.put("health", "https://module.example/healthz");
        assertThat(carrier().complaint(settings)).isEmpty();
        assertThat(carrier().complaint(Map.of()).orElseThrow()).startsWith("url is missing");
    }

    private Handover deliver() {
        return carrier().deliver(to(), SHIPMENT);
    }

    private Destination to() {
        return new Destination(Shipments.STAGING, "benefits-api", new TreeMap<>(settings));
    }

    private ModuleCarrier carrier() {
        return new ModuleCarrier(
                new GuardedHttp(allowed, Duration.ofSeconds(30)),
                reference ->
                        reference.equals("env:MODULE_TOKEN")
                                ? Optional.of("s3cret")
                                : Optional.empty(),
                InstantSource.system(),
                pauses::add);
    }

    private static String has(Digest digest, long sequence) {
        return "{\"digest\":\"%s\",\"sequence\":%d}".formatted(digest, sequence);
    }

    private static String reason(Handover handover) {
        return switch (handover) {
            case Taken taken -> taken.said();
            case NotOffered _ -> "not offered";
            case Refused refused -> refused.reason();
            case Unsure unsure -> unsure.reason();
        };
    }
}
