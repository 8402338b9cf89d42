package hms.connectors.webhook;

import static hms.connectors.webhook.WebhookChannelTest.tryAgain;
import static org.assertj.core.api.Assertions.assertThat;

import hms.runs.port.Attempt;
import hms.runs.port.Attempt.Delivered;
import hms.runs.port.Attempt.TryAgain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Partners that answer with what no well-behaved server does, or over TLS.
class RudePartnersTest {

    private static final String PASSWORD = "changeit";

    private Duration timeout = Duration.ofSeconds(20);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                     | without an answer",
                "SSH-2.0-OpenSSH_9.2\\r\\n\\r\\n           | not HTTP/1.1",
                "HTTP/2 200\\r\\n\\r\\n                    | not HTTP/1.1",
                "HTTP/1.1 999 ?\\r\\n\\r\\n                | not HTTP/1.1",
                "HTTP/1.1 20 OK\\r\\n\\r\\n                | not HTTP/1.1",
                "HTTP/1.1 200 OK\\r\\nX: y               | without an answer",
                "\\r\\n\\r\\n                              | not HTTP/1.1"
            })
    void what_is_no_answer_is_tried_again(String answer, String because) {
        try (var partner = Partner.saying(answer.replace("\\r\\n", "\r\n"))) {
            assertThat(tryAgain(send(partner))).contains(because);
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "103, 3"})
    void answers_in_between_are_passed_over(int status, int times) {
        var interim = "HTTP/1.1 " + status + " Go on\r\nLink: x\r\n\r\n";
        try (var partner = Partner.saying(interim.repeat(times) + "HTTP/1.1 202\nX:y\n\n")) {
            assertThat(send(partner)).isEqualTo(new Delivered(202));
        }
    }

    @Test
    void one_that_only_says_go_on_is_left() {
        try (var partner = Partner.saying("HTTP/1.1 100 Go on\r\n\r\n".repeat(1000))) {
            assertThat(tryAgain(send(partner))).contains("never answers");
        }
    }

    @Test
    void an_endless_head_is_left() {
        try (var partner =
                new Partner(
                        (request, answer) -> {
                            answer.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                            forEver(answer, "X-More: and more\r\n");
                        })) {
            assertThat(tryAgain(send(partner))).contains("longer than");
        }
    }

    @Test
    void an_endless_body_changes_nothing() {
        try (var partner =
                new Partner(
                        (request, answer) -> {
                            answer.write(
                                    "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                            forEver(answer, "more ".repeat(1000));
                        })) {
            assertThat(send(partner)).isEqualTo(new Delivered(200));
        }
    }

    @Test
    void one_that_never_answers_is_left_in_time_and_its_connection_closed() throws Exception {
        timeout = Duration.ofMillis(200);
        var hungUp = new CountDownLatch(1);
        try (var partner =
                new Partner(
                        (request, answer) -> {
                            readToTheEnd(request);
                            hungUp.countDown();
                        })) {
            assertThat(tryAgain(send(partner))).contains("did not answer within 200 ms");
            assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void one_that_stops_in_the_middle_of_its_answer_is_left_in_time() {
        timeout = Duration.ofMillis(200);
        try (var partner =
                new Partner(
                        (request, answer) -> {
                            answer.write("HTTP/1.1 200 O".getBytes(StandardCharsets.US_ASCII));
                            answer.flush();
                            readToTheEnd(request);
                        })) {
            assertThat(tryAgain(send(partner))).contains("did not answer within 200 ms");
        }
    }

    @Test
    void a_certificate_of_that_name_is_good_and_of_another_is_not(@TempDir Path folder)
            throws Exception {
        var keys = keyStore(folder, "partner.example");
        var sockets = server(keys);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var socket = sockets.createServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            threads.execute(
                    () -> {
                        while (!socket.isClosed()) {
                            try (var connection = socket.accept()) {
                                assertThat(connection.getInputStream().read()).isEqualTo('P');
                                connection
                                        .getOutputStream()
                                        .write(
                                                "HTTP/1.1 200 OK\r\n\r\n"
                                                        .getBytes(StandardCharsets.US_ASCII));
                            } catch (IOException e) {
                                continue; // the one that did not trust us
                            }
                        }
                    });
            var port = socket.getLocalPort();
            assertThat(send("https://partner.example:" + port + "/", client(keys)))
                    .isEqualTo(new Delivered(200));
            assertThat(tryAgain(send("https://other.example:" + port + "/", client(keys))))
                    .contains("No secure connection to other.example");
            assertThat(
                            tryAgain(
                                    send(
                                            "https://partner.example:" + port + "/",
                                            (SSLSocketFactory) SSLSocketFactory.getDefault())))
                    .contains("certificate");
        }
    }

    @Test
    void https_where_http_is_spoken_is_tried_again() {
        try (var partner = Partner.saying("HTTP/1.1 400 Bad\r\n\r\n")) {
            timeout = Duration.ofSeconds(2);
            assertThat(
                            send(
                                    "https://partner.example:" + partner.port() + "/",
                                    (SSLSocketFactory) SSLSocketFactory.getDefault()))
                    .isInstanceOf(TryAgain.class);
        }
    }

    private Attempt send(Partner partner) {
        return send(
                "http://partner.example:" + partner.port() + "/",
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private Attempt send(String url, SSLSocketFactory tls) {
        var secret = "whsec_" + "A".repeat(32);
        return new WebhookChannel(
                        reference -> Optional.of(secret),
                        () -> Instant.EPOCH,
                        new WebhookSettings(Set.of("partner.example", "other.example"), timeout),
                        host -> List.of(InetAddress.getLoopbackAddress()),
                        () -> tls)
                .send(WebhookChannelTest.notice(url));
    }

    private static void forEver(OutputStream answer, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        while (true) {
            answer.write(bytes);
        }
    }

    private static void readToTheEnd(InputStream request) {
        try {
            request.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // hung up is hung up, however abruptly
        }
    }

    private static KeyStore keyStore(Path folder, String name) throws Exception {
        var file = folder.resolve("keys.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command =
                new ArrayList<>(
                        List.of(keytool, "-genkeypair", "-alias", "partner", "-keyalg", "EC"));
        command.addAll(List.of("-dname", "CN=" + name, "-ext", "SAN=dns:" + name));
        command.addAll(List.of("-keystore", file.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-validity", "2"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var input = Files.newInputStream(file)) {
            keys.load(input, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static SSLServerSocketFactory server(KeyStore keys) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private static SSLSocketFactory client(KeyStore keys) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("partner", keys.getCertificate("partner"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
