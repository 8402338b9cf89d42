package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PolicyReadTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    static final String FIRST =
            """
            id: epa-pm25-limit
            version: 1.5.0
            title: Fine-particle limit
            limit: 35
            precise: 2.50
            inputs:
              reading: { type: number, min: 0 }
            rules:
              violation: reading > limit
            """;

    static final String SECOND =
            FIRST.replace("1.5.0", "2.0.0").replace("limit: 35", "limit: 25")
                    + "effective: 2024-09-01T00:00:00Z\n";

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        hms.enrolChief();
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        return JSON.readTree(response.body());
    }

    @Test
    void value_in_force_is_read_with_its_exact_digits() {
        hms.release(FIRST);

        var answer = hms.get("/api/policies/epa-pm25-limit", hms.admin);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"values\":{\"limit\":35,\"precise\":2.50}");
        var body = json(answer);
        assertThat(body.path("version").asString()).isEqualTo("1.5.0");
        assertThat(body.path("publishedUrl").asString())
                .isEqualTo("http://hms.example/register/1/1");
        assertThat(body.path("ledger").path("size").asLong()).isEqualTo(hms.writer.state().size());
    }
}
