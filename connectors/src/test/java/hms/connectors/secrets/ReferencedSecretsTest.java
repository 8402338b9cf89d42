package hms.connectors.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencedSecretsTest {

    private final ReferencedSecrets secrets =
            new ReferencedSecrets(Map.of("PARTNER", "whsec_abc", "EMPTY", " "));

    @Test
    void a_variable_holds_a_secret() {
        assertThat(secrets.find("env:PARTNER")).contains("whsec_abc");
    }

    @Test
    void a_file_holds_a_secret_and_may_be_exchanged(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("secret"), "whsec_one\n");
        assertThat(secrets.find("file:" + file)).contains("whsec_one");
        Files.writeString(file, "whsec_two\n");
        assertThat(secrets.find("file:" + file)).contains("whsec_two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PARTNER",
                "whsec_abc",
                "env:",
                "env:EMPTY",
                "env:ABSENT",
                "file:",
                "file:/no/such/file",
                "file:relative",
                "file:/tmp",
                "file:/dev/zero\0",
                "vault:x"
            })
    void what_leads_nowhere_is_empty(String reference) {
        assertThat(secrets.find(reference)).isEmpty();
    }
}
