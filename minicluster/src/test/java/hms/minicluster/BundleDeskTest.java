package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.trust.Digest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class BundleDeskTest {
    private static final String LIMIT =
            """
            id: limit
            version: 2.0.0
            limit: 25
            inputs: { reading: { type: number } }
            rules: { high: reading > limit }
            """;

    private static final String GOOD_BEGIN =
            "{\"env\":\"staging\",\"bundle\":{\"digest\":\"\",\"sequence\":";

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
        var other = digest("other");

        refused(() -> take("staging", 1, other, item("limit", "2.0.0", other, LIMIT)), 422)
                .hasMessageContaining("they were changed on the way");
        refused(
                        () ->
                                desk.take(
                                        Bundle.parse(
                                                text(
                                                        "staging",
                                                        1,
                                                        other,
                                                        item(
                                                                "limit",
                                                                "2.0.0",
                                                                digest(LIMIT),
                                                                LIMIT)))),
                        422)
                .hasMessageContaining("not " + other + " as it says.");
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
        var digest = digest(LIMIT);

        refused(() -> take("production", 1, digest, item("limit", "2.0.0", digest, LIMIT)), 422)
                .hasMessage("The bundle is for production, and this is staging.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"env\":\"staging\"}",
                "{\"env\":\"staging\",\"bundle\":{}}",
                "{\"bundle\":{\"sequence\":1,\"digest\":\"\",\"policies\":[],\"gone\":[]}}",
                GOOD_BEGIN + "-1,\"policies\":[],\"gone\":[]}}",
                GOOD_BEGIN + "1.5,\"policies\":[],\"gone\":[]}}",
                GOOD_BEGIN + "1,\"sequence\":2,\"policies\":[],\"gone\":[]}}",
                GOOD_BEGIN + "1,\"policies\":[]}}",
                GOOD_BEGIN + "1,\"policies\":[1],\"gone\":[]}}",
                GOOD_BEGIN + "1,\"policies\":[],\"gone\":[\"a\",\"a\"]}}",
                GOOD_BEGIN + "1,\"policies\":[],\"gone\":[]}} trailing",
            })
    void what_is_no_bundle_is_refused(String text) {
        refused(() -> Bundle.parse(text.getBytes(UTF_8)), 400)
                .hasMessageStartingWith("The bundle is not understood: ");
    }

    @ParameterizedTest
    @CsvSource({"id", "version", "digest", "mediaType", "artifact"})
    void member_that_is_missing_is_named(String name) {
        var item = item("limit", "2.0.0", digest(LIMIT), LIMIT);
        item.remove(name);

        refused(() -> Bundle.parse(text("staging", 1, "", item)), 400)
                .hasMessageContaining("$.bundle.policies[0]." + name);
    }

    private BundleDesk.Receipt take(long sequence, String id, String version, String artifact) {
        var digest = digest(artifact);
        return take("staging", sequence, digest, item(id, version, digest, artifact));
    }

    /// @param digest of the one artifact
    private BundleDesk.Receipt take(String env, long sequence, String digest, ObjectNode item) {
        var line = item.path("id").asString() + " " + item.path("version").asString();
        var lines = Stream.of(line + " " + digest + "\n", "old -\n").sorted();
        var whole = digest(lines.collect(Collectors.joining()));
        return desk.take(Bundle.parse(text(env, sequence, whole, item)));
    }

    private static byte[] text(String env, long sequence, String digest, ObjectNode item) {
        var json = Reply.object().put("env", env);
        var bundle = json.putObject("bundle").put("sequence", sequence).put("digest", digest);
        bundle.putArray("policies").add(item);
        bundle.putArray("gone").add("old");
        return json.toString().getBytes(UTF_8);
    }

    private static ObjectNode item(String id, String version, String digest, String artifact) {
        return Reply.object()
                .put("id", id)
                .put("version", version)
                .put("digest", digest)
                .put("mediaType", "application/yaml")
                .put("artifact", artifact);
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
