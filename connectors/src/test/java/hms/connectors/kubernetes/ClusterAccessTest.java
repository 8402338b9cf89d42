package hms.connectors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a pod reaches its own cluster. No request is made.
final class ClusterAccessTest {

    @TempDir Path serviceAccount;

    @ParameterizedTest
    @CsvSource({
        "10.96.0.1, 443,  https://10.96.0.1:443/",
        "fd00::1,   6443, https://[fd00::1]:6443/"
    })
    void inside_of_a_cluster_its_service_account_is_ours(String host, String port, String url)
            throws Exception {
        Files.writeString(serviceAccount.resolve("token"), "first\n");
        certificate();
        var access =
                new ClusterAccess(
                        Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", port),
                        serviceAccount);
        try (var client = access.open(settings())) {
            assertThat(client.getMasterUrl()).hasToString(url);
            assertThat(client.getConfiguration().getOauthToken()).isEqualTo("first");
            assertThat(client.getConfiguration().getCaCertFile())
                    .isEqualTo(serviceAccount.resolve("ca.crt").toString());
        }

        Files.writeString(serviceAccount.resolve("token"), "second\n");
        try (var client = access.open(settings())) {
            assertThat(client.getConfiguration().getOauthToken()).isEqualTo("second");
        }
    }

    @Test
    void without_a_token_it_is_not_inside() {
        var access =
                new ClusterAccess(Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1"), serviceAccount);
        assertThatThrownBy(() -> access.open(settings()))
                .isInstanceOf(CannotApply.class)
                .hasMessageContaining("does not run in a cluster");
    }

    private static ClusterSettings settings() throws CannotApply {
        return ClusterSettings.parse(Map.of("namespace", "benefits"));
    }

    private void certificate() throws IOException, InterruptedException {
        var keys = serviceAccount.resolve("keys.p12").toString();
        keytool(List.of("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=ca"), keys);
        keytool(
                List.of(
                        "-exportcert",
                        "-alias",
                        "ca",
                        "-rfc",
                        "-file",
                        serviceAccount.resolve("ca.crt").toString()),
                keys);
    }

    private static void keytool(List<String> what, String keys)
            throws IOException, InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(keytool));
        command.addAll(what);
        command.addAll(
                List.of("-keystore", keys, "-storetype", "PKCS12", "-storepass", "changeit"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
