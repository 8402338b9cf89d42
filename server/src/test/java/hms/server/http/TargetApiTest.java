package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetApiTest {

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    private String fetched(String path) {
        var response = hms.get(path, "");
        Installation.require(200, response);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("cache-control")).contains("private, no-store");
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void who_has_the_link_needs_no_token() {
        var key = "?key=" + Installation.KEY;

        assertThat(fetched("/targets/production/cluster/manifests/17" + key))
                .contains("MANIFEST production/cluster 17");
        assertThat(fetched("/targets/prod/cluster/sets/17" + key))
                .contains("SET production/cluster 17");
    }

    @Test
    void without_the_key_there_is_nothing_and_a_token_does_not_help() {
        for (var query : new String[] {"", "?key=", "?key=0123456789abcdeF", "?key=0"}) {
            for (var token : new String[] {"", hms.admin}) {
                var path = "/targets/production/cluster/manifests/17" + query;
                assertThat(hms.get(path, token).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void addresses_that_cannot_be_are_nothing() {
        var key = "?key=" + Installation.KEY;
        for (var path :
                new String[] {
                    "/targets/Production!/cluster/manifests/17",
                    "/targets/production/..%2Fcluster/manifests/17",
                    "/targets/production/cluster/manifests/-1",
                    "/targets/production/cluster/manifests/017",
                    "/targets/production/cluster/manifests/9999999999999999999",
                    "/targets/production/cluster/other/17"
                }) {
            assertThat(hms.get(path + key, "").statusCode()).as(path).isEqualTo(404);
        }
    }
}
