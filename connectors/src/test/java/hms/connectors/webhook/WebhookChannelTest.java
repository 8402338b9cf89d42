package hms.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hms.connectors.guarded.HostileUrls;
import hms.connectors.guarded.Names;
import hms.runs.port.Attempt;
import hms.runs.port.Attempt.Delivered;
import hms.runs.port.Attempt.Refused;
import hms.runs.port.Attempt.TryAgain;
import hms.runs.port.Notice;
import hms.runs.port.NoticeAddress;
import hms.runs.port.PolicyEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookChannelTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final String SECRET =
            "whsec_"
                    + Base64.getEncoder()
                            .encodeToString(
                                    "0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8));
    private static final String NEXT_SECRET =
            "whsec_"
                    + Base64.getEncoder()
                            .encodeToString(
                                    "another-secret-of-32-bytes-long!"
                                            .getBytes(StandardCharsets.UTF_8));

    private final Map<String, String> secrets = new LinkedHashMap<>(Map.of("env:S", SECRET));
    private final List<String> lookups = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    private Instant now = NOW;
    private Duration timeout = Duration.ofSeconds(20);
    private HttpServer server;
    private int status = 204;
    private final Map<String, String> answerHeaders = new LinkedHashMap<>();

    record Asked(String line, Map<String, List<String>> headers, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void a_partner_can_verify_what_it_gets() throws Exception {
        now = Instant.now(); // the partner's library compares with its own clock
        assertThat(channel().send(notice(url("/hook?team=air")))).isEqualTo(new Delivered(204));

        var request = asked.get(0);
        new Webhook(SECRET).verify(request.body(), request.headers());
        assertThat(request.line()).isEqualTo("POST /hook?team=air");
        assertThat(request.headers())
                .containsEntry("Webhook-id", List.of("notice-184-airboards"))
                .containsEntry("Content-type", List.of("application/cloudevents+json"))
                .containsEntry("Host", List.of("partner.example:" + server.getAddress().getPort()))
                .containsEntry("Connection", List.of("close"));
    }

    @Test
    void the_body_is_a_cloud_event() {
        channel().send(notice(url("/")));
        assertThat(asked.get(0).body())
                .isEqualTo(
                        """
                        {"specversion":"1.0","id":"notice-184-airboards","source":"https://hms.example",\
                        "type":"policy.activated","subject":"epa-pm25-limit","time":"2026-03-01T11:59:00.123456Z",\
                        "datacontenttype":"application/json","intent":"policy-update",\
                        "data":{"id":"epa-pm25-limit","version":"2.0.0","title":"25 µg/m³ \\"limit\\""}}""");
        assertThat(asked.get(0).headers())
                .containsEntry("Webhook-timestamp", List.of("1772366400"));
    }

    @Test
    void a_repetition_has_the_same_id_and_body_and_a_new_time() {
        status = 500;
        channel().send(notice(url("/")));
        now = NOW.plusSeconds(5);
        channel().send(notice(url("/")));
        var first = asked.get(0);
        var second = asked.get(1);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().get("Webhook-id")).isEqualTo(first.headers().get("Webhook-id"));
        assertThat(second.headers().get("Webhook-timestamp")).containsExactly("1772366405");
        assertThat(second.headers().get("Webhook-signature"))
                .isNotEqualTo(first.headers().get("Webhook-signature"));
    }

    @Test
    void while_a_secret_is_exchanged_both_sign() throws Exception {
        secrets.put("env:S", SECRET + "\n" + NEXT_SECRET + "\n");
        now = Instant.now();
        channel().send(notice(url("/")));
        new Webhook(SECRET).verify(asked.get(0).body(), asked.get(0).headers());
        new Webhook(NEXT_SECRET).verify(asked.get(0).body(), asked.get(0).headers());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void any_success_is_delivery(int code) {
        status = code;
        assertThat(channel().send(notice(url("/")))).isEqualTo(new Delivered(code));
    }

    @Test
    void gone_is_for_ever() {
        status = 410;
        assertThat(refused(channel().send(notice(url("/")))))
                .contains("410", "no notices any more");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504, 599})
    void any_other_failure_is_tried_again(int code) {
        status = code;
        assertThat(channel().send(notice(url("/secret-path"))))
                .isInstanceOfSatisfying(
                        TryAgain.class,
                        again -> {
                            assertThat(again.reason())
                                    .contains("partner.example", String.valueOf(code))
                                    .doesNotContain("secret-path");
                            assertThat(again.retryAfter()).isEmpty();
                        });
    }

    @ParameterizedTest
    @CsvSource({"429, 120, PT2M", "503, 'Sun, 01 Mar 2026 12:01:00 GMT', PT59.5S"})
    void a_partner_that_asks_for_time_is_heard(int code, String header, Duration wait) {
        status = code;
        answerHeaders.put("Retry-After", header);
        assertThat(channel().send(notice(url("/"))))
                .isInstanceOfSatisfying(
                        TryAgain.class, again -> assertThat(again.retryAfter()).contains(wait));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int code) {
        status = code;
        answerHeaders.put("Location", url("/elsewhere"));
        assertThat(tryAgain(channel().send(notice(url("/")))))
                .contains("redirects are not followed");
        assertThat(asked).hasSize(1);
    }

    static Iterable<String> inside() {
        return HostileUrls.inside();
    }

    @ParameterizedTest
    @MethodSource("inside")
    void what_leads_inside_is_refused(String hostile) {
        var channel = channel(Set.of(), Names.system());
        assertThat(refused(channel.send(notice(hostile)))).contains("not public");
    }

    static Iterable<HostileUrls.Hostile> malformed() {
        return HostileUrls.malformed();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void what_is_malformed_is_refused_and_nobody_is_asked(HostileUrls.Hostile hostile) {
        assertThat(refused(channel().send(notice(hostile.url())))).contains(hostile.because());
        assertThat(lookups).isEmpty();
    }

    @Test
    void a_name_that_leads_inside_is_refused_unless_it_is_allowed() {
        assertThat(refused(channel(Set.of(), this::loopback).send(notice(url("/")))))
                .contains(
                        "partner.example",
                        "127.0.0.1",
                        "loopback",
                        "webhooks: { allow: [partner.example] }");
        assertThat(refused(channel(Set.of("127.0.0.1"), this::loopback).send(notice(url("/")))))
                .contains("loopback");
        assertThat(asked).isEmpty();
        assertThat(channel(Set.of("Partner.Example"), this::loopback).send(notice(url("/"))))
                .isEqualTo(new Delivered(204));
    }

    @Test
    void one_address_inside_spoils_a_name() {
        Names names =
                host ->
                        List.of(
                                InetAddress.ofLiteral("93.184.216.34"),
                                InetAddress.ofLiteral("10.0.0.1"));
        assertThat(refused(channel(Set.of(), names).send(notice(url("/"))))).contains("10.0.0.1");
    }

    @Test
    void a_name_is_looked_up_once_an_attempt() {
        channel().send(notice(url("/")));
        assertThat(lookups).containsExactly("partner.example");
    }

    @Test
    void the_next_address_is_tried_where_one_does_not_answer() {
        Names names =
                host ->
                        List.of(
                                InetAddress.ofLiteral("127.0.0.2"),
                                InetAddress.getLoopbackAddress());
        assertThat(channel(Set.of("partner.example"), names).send(notice(url("/"))))
                .isEqualTo(new Delivered(204));
    }

    @Test
    void an_unknown_name_may_be_known_later() {
        Names names =
                host -> {
                    throw new UnknownHostException(host);
                };
        assertThat(tryAgain(channel(Set.of(), names).send(notice(url("/")))))
                .contains("partner.example is not known");
    }

    @Test
    void a_partner_that_is_down_is_tried_again() {
        server.stop(0);
        assertThat(tryAgain(channel().send(notice(url("/"))))).contains("No answer from partner");
    }

    @Test
    void a_slow_name_server_holds_nobody_up() {
        timeout = Duration.ofMillis(100);
        Names names =
                host -> {
                    await();
                    return loopback(host);
                };
        assertThat(tryAgain(channel(Set.of("partner.example"), names).send(notice(url("/")))))
                .contains("did not answer within 100 ms");
    }

    @Test
    void a_missing_or_bad_secret_waits_for_a_better_one_and_is_not_repeated() {
        for (var bad :
                List.of(
                        "",
                        "whsec_",
                        "whsec_c2hvcnQ=",
                        "not base64!",
                        "whsec_" + "A".repeat(120))) {
            secrets.put("env:S", bad);
            var reason = tryAgain(channel().send(notice(url("/"))));
            assertThat(reason).contains("env:S");
            if (!bad.isEmpty()) {
                assertThat(reason)
                        .doesNotContain(bad.substring(Math.min(6, bad.length() - 1)) + " ");
            }
        }
        secrets.clear();
        assertThat(tryAgain(channel().send(notice(url("/"))))).contains("env:S leads nowhere");
        assertThat(asked).isEmpty();
    }

    @Test
    void an_interrupted_caller_keeps_its_interrupt() {
        Names names =
                host -> {
                    await();
                    return loopback(host);
                };
        Thread.currentThread().interrupt();
        assertThat(tryAgain(channel(Set.of(), names).send(notice(url("/")))))
                .contains("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private WebhookChannel channel() {
        return channel(Set.of("partner.example"), this::loopback);
    }

    private WebhookChannel channel(Set<String> allowed, Names names) {
        InstantSource clock = () -> now;
        return new WebhookChannel(
                reference -> Optional.ofNullable(secrets.get(reference)),
                clock,
                new WebhookSettings(allowed, timeout),
                names,
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private List<InetAddress> loopback(String host) {
        lookups.add(host);
        return List.of(InetAddress.getLoopbackAddress());
    }

    private String url(String target) {
        return "http://partner.example:" + server.getAddress().getPort() + target;
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(
                    new Asked(
                            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                            exchange.getRequestHeaders(),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            answerHeaders.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, -1);
        }
    }

    static Notice notice(String url) {
        var data = new LinkedHashMap<String, String>();
        data.put("id", "epa-pm25-limit");
        data.put("version", "2.0.0");
        data.put("title", "25 µg/m³ \"limit\"");
        return new Notice(
                "notice-184-airboards",
                new NoticeAddress(url, "env:S"),
                new PolicyEvent(
                        "policy.activated",
                        "https://hms.example",
                        "epa-pm25-limit",
                        Instant.parse("2026-03-01T11:59:00.123456Z"),
                        "policy-update",
                        data));
    }

    private static String secret(String key) {
        return "whsec_" + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    static String tryAgain(Attempt attempt) {
        assertThat(attempt).isInstanceOf(TryAgain.class);
        return ((TryAgain) attempt).reason();
    }

    private static String refused(Attempt attempt) {
        assertThat(attempt).isInstanceOf(Refused.class);
        return ((Refused) attempt).reason();
    }
}
