package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.trust.Digest;
import java.util.Base64;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BundleDeskTest {
    private static final String LIMIT =
            """
            id: limit
            version: 2.0.0
            limit: 25
            inputs: { reading: { type: number } }
            rules: { high: reading > limit }
            """;

    private final BundleDesk desk = new BundleDesk("staging");

    @Test
    void bundle_that_can_be_obeyed_gets_a_receipt() {
        var receipt = take(41, "limit", "2.0.0", LIMIT);

        assertThat(receipt.sequence()).isEqualTo(41);
        assertThat(receipt.digest())
                .isEqualTo(
                        Digest.sha256(
                                ("limit 2.0.0 " + digest(LIMIT) + "\nold -\n").getBytes(UTF_8)));
        assertThat(desk.last()).contains(receipt);
    }

    @Test
    void same_bundle_again_gets_the_same_receipt() {
        assertThat(take(41, "limit", "2.0.0", LIMIT)).isEqualTo(take(41, "limit", "2.0.0", LIMIT));
    }

    @Test
    void older_bundle_is_refused() {
        take(41, "limit", "2.0.0", LIMIT);

        refused(() -> take(40, "limit", "2.0.0", LIMIT), 409)
                .hasMessage("The bundle 40 is older than 41, which is here already.");
        assertThat(desk.last().orElseThrow().sequence()).isEqualTo(41);
    }

    @Test
    void other_content_under_the_same_number_is_refused() {
        take(41, "limit", "2.0.0", LIMIT);

        refused(() -> take(41, "limit", "2.0.0", LIMIT + "more: 1\n"), 409)
                .hasMessage("The bundle 41 is here already, with other content.");
    }

    @Test
    void refused_bundle_leaves_what_was_there() {
        var before = take(41, "limit", "2.0.0", LIMIT);

        refused(() -> take(42, "limit", "2.0.0", "id: limit\nversion: 2.0.0\nid: limit\n"), 422);

        assertThat(desk.last()).contains(before);
    }

    @Test
    void bytes_that_are_not_what_they_are_said_to_be_are_refused() {
        refused(
                        () ->
                                desk.take(
                                        Bundle.parse(
                                                text(
                                                        1,
                                                        "staging",
                                                        item(
                                                                "limit",
                                                                "2.0.0",
                                                                digest("other"),
                                                                LIMIT)))),
                        422)
                .hasMessageContaining("they were changed on the way");
        refused(() -> take(1, "other", "2.0.0", LIMIT), 422)
                .hasMessage("the bytes said to be other@2.0.0 are those of limit@2.0.0.");
        refused(() -> take(1, "limit", "two", LIMIT), 422).hasMessageContaining("is no version");
    }

    @Test
    void rules_that_do_not_compile_are_refused() {
        refused(() -> take(1, "limit", "2.0.0", LIMIT.replace("reading > limit", "reading >")), 422)
                .hasMessageContaining("limit");
    }

    @Test
    void bundle_for_another_environment_is_refused() {
        refused(
                        () ->
                                desk.take(
                                        Bundle.parse(
                                                text(
                                                        1,
                                                        "production",
                                                        item(
                                                                "limit",
                                                                "2.0.0",
                                                                digest(LIMIT),
                                                                LIMIT)))),
                        422)
                .hasMessage("The bundle is for production, and this is staging.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"env\":\"staging\",\"sequence\":1,\"policies\":[]}",
                "{\"env\":\"staging\",\"sequence\":-1,\"policies\":[],\"gone\":[]}",
                "{\"env\":\"staging\",\"sequence\":1.5,\"policies\":[],\"gone\":[]}",
                "{\"env\":\"staging\",\"sequence\":1,\"sequence\":2,\"policies\":[],\"gone\":[]}",
                "{\"env\":\"staging\",\"sequence\":1,\"policies\":[1],\"gone\":[]}",
                "{\"env\":\"staging\",\"sequence\":1,\"policies\":[],\"gone\":[\"a\",\"a\"]}",
                "{\"env\":\"staging\",\"sequence\":1,\"policies\":[],\"gone\":[]} trailing",
            })
    void what_is_no_bundle_is_refused(String text) {
        refused(() -> Bundle.parse(text.getBytes(UTF_8)), 400)
                .hasMessageStartingWith("The bundle is not understood: ");
    }

    @ParameterizedTest
    @CsvSource({"id", "version", "digest", "artifact"})
    void member_that_is_missing_is_named(String name) {
        var item =
                item("limit", "2.0.0", digest(LIMIT), LIMIT).replace("\"" + name + "\"", "\"x\"");

        refused(() -> Bundle.parse(text(1, "staging", item)), 400)
                .hasMessageContaining("$.policies[0]." + name);
    }

    private BundleDesk.Receipt take(long sequence, String id, String version, String artifact) {
        var item = item(id, version, digest(artifact), artifact);
        return desk.take(Bundle.parse(text(sequence, "staging", item)));
    }

    private static byte[] text(long sequence, String env, String items) {
        return """
        {"env": "%s", "sequence": %d, "package": "%s", "policies": [%s], "gone": ["old"]}"""
                .formatted(env, sequence, digest("package"), items)
                .getBytes(UTF_8);
    }

    private static String item(String id, String version, String digest, String artifact) {
        return """
        {"id": "%s", "version": "%s", "digest": "%s", "type": "application/yaml", "artifact": "%s"}"""
                .formatted(
                        id,
                        version,
                        digest,
                        Base64.getEncoder().encodeToString(artifact.getBytes(UTF_8)));
    }

    private static String digest(String text) {
        return Digest.sha256(text.getBytes(UTF_8)).toString();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, int status) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Reply.Refused.class, e -> assertThat(e.reply().status()).isEqualTo(status));
    }
}
