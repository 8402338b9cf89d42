package hms.app;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.state.EnvironmentId;
import hms.core.state.TargetId;
import hms.runs.port.Destination;
import hms.server.http.HandedOut.Kind;
import java.net.URI;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TargetLinksTest {

    private static final Destination CLUSTER =
            new Destination(new EnvironmentId("staging"), "cluster", new TreeMap<>());
    private static final TargetId TARGET = new TargetId(CLUSTER.environment(), "cluster");

    private final TargetLinks links = new TargetLinks(new byte[32], () -> "https://hms.example");

    private static String key(String link) {
        return URI.create(link).getQuery().substring("key=".length());
    }

    @Test
    void link_opens_what_it_names() {
        var link = links.manifest(CLUSTER, 17);

        assertThat(link)
                .matches(
                        "https://hms\\.example/targets/staging/cluster/manifests/17\\?key=[0-9a-f]{64}");
        assertThat(links.opens(TARGET, Kind.MANIFEST, 17, key(link))).isTrue();
    }

    @Test
    void its_key_opens_nothing_else() {
        var key = key(links.manifest(CLUSTER, 17));
        var other = new TargetId(CLUSTER.environment(), "other");

        assertThat(links.opens(TARGET, Kind.SET, 17, key)).isFalse();
        assertThat(links.opens(TARGET, Kind.MANIFEST, 18, key)).isFalse();
        assertThat(links.opens(other, Kind.MANIFEST, 17, key)).isFalse();
        assertThat(links.opens(TARGET, Kind.MANIFEST, 17, "")).isFalse();
        assertThat(links.opens(TARGET, Kind.MANIFEST, 17, key.substring(1))).isFalse();
        assertThat(key(links.set(CLUSTER, 17))).isNotEqualTo(key);
    }

    @Test
    void another_folder_has_other_keys() {
        var secret = new byte[32];
        secret[0] = 1;
        var elsewhere = new TargetLinks(secret, () -> "https://hms.example");

        assertThat(elsewhere.manifest(CLUSTER, 17)).isNotEqualTo(links.manifest(CLUSTER, 17));
    }
}
