package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.checks.pack.PackResult;
import hms.checks.pack.PackageContents;
import hms.checks.pack.PackageFormat;
import hms.checks.pack.PackagedPolicy;
import hms.checks.pack.Packager;
import hms.core.event.LedgerEvent;
import hms.core.state.Scope;
import hms.trust.Digest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PackageApiTest {

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

    static byte[] packed(String yaml) {
        return packed(yaml, PackageFormat.TGZ);
    }

    private static byte[] packed(String yaml, PackageFormat format) {
        var artifact =
                ((ParseResult.Parsed)
                                ArtifactParser.parse(
                                        Installation.bytes(yaml), "a.yaml", Optional.empty()))
                        .artifact();
        var contents =
                new PackageContents(
                        List.of(new PackagedPolicy(artifact, Map.of())),
                        List.of(),
                        Optional.empty());
        return ((PackResult.Packed) Packager.pack(contents, format)).packed().bytes();
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private HttpResponse<byte[]> deploy(String handle) {
        return hms.post(
                "/api/policies/epa-pm25-limit/deploy",
                hms.admin,
                "application/json",
                "{\"env\":\"production\",\"package\":\"" + handle + "\"}");
    }

    private void approved() {
        Installation.require(
                201, hms.post("/api/policies", hms.admin, "application/yaml", Installation.FIRST));
        Installation.require(
                201,
                hms.post(
                        "/api/policies/epa-pm25-limit/approvals",
                        hms.admin,
                        "application/json",
                        hms.approval(Installation.FIRST, "")));
    }

    @ParameterizedTest
    @EnumSource(PackageFormat.class)
    void package_of_each_format_is_kept_under_a_name_that_a_deployment_takes(PackageFormat format) {
        var bytes = packed(Installation.FIRST, format);
        approved();

        var kept = hms.upload(hms.admin, format.mediaType(), bytes);

        Installation.require(201, kept);
        assertThat(json(kept).path("sha256").asString()).isEqualTo(Digest.sha256(bytes).toString());
        assertThat(json(kept).path("members").findValuesAsString("id"))
                .containsExactly("epa-pm25-limit");
        assertThat(json(kept).path("members").findValuesAsString("version"))
                .containsExactly("1.5.0");
        var handle = json(kept).path("package").asString();
        assertThat(hms.library.bytes(Digest.ofHex(handle.substring("sha256:".length()))))
                .isEqualTo(bytes);
        Installation.require(202, deploy(handle));
        var options = hms.writer.state().runs().open(1).orElseThrow().options();
        assertThat(options.handedIn().map(Object::toString)).contains(handle);
    }

    @Test
    void same_package_has_the_same_name_again() {
        var bytes = packed(Installation.FIRST);

        var first = json(hms.upload(hms.admin, "application/gzip", bytes));
        var again = json(hms.upload(hms.admin, "application/gzip", bytes));

        assertThat(again).isEqualTo(first);
    }

    @Test
    void package_that_nobody_handed_in_is_refused_before_anything_is_queued() {
        approved();

        var refused = deploy("sha256:" + "0".repeat(64));

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(json(refused).path("code").asString()).isEqualTo("no-such-package");
        assertThat(json(refused).path("remedy").asString()).contains("POST /api/packages");
        assertThat(hms.writer.state().runs().last()).isZero();
        assertThat(deploy("sha256:short").statusCode()).isEqualTo(400);
    }

    @Test
    void what_is_no_package_is_refused_with_findings_and_that_is_on_record() {
        long before = hms.ledger.head().size();

        var refused = hms.upload(hms.admin, "application/gzip", Installation.bytes("no package"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).path("code").asString()).isEqualTo("invalid-package");
        assertThat(json(refused).path("findings").findValuesAsString("code"))
                .containsExactly("unknown-format");
        assertThat(hms.events(before))
                .singleElement()
                .isInstanceOfSatisfying(
                        LedgerEvent.ActRefused.class,
                        e -> assertThat(e.code()).isEqualTo("invalid-package"));
    }

    @Test
    void damaged_package_is_refused() {
        var bytes = packed(Installation.FIRST);
        bytes[bytes.length / 2] ^= 1;

        assertThat(hms.upload(hms.admin, "application/gzip", bytes).statusCode()).isEqualTo(422);
    }

    @Test
    void who_may_not_submit_hands_nothing_in() {
        var reader = hms.token("reader", Scope.POLICY_READ);
        var other =
                hms.token(
                        "other",
                        List.of("other"),
                        List.of(),
                        Optional.empty(),
                        Scope.POLICY_SUBMIT);
        var bytes = packed(Installation.FIRST);

        var unscoped = hms.upload(reader, "application/gzip", bytes);
        var outside = hms.upload(other, "application/gzip", bytes);

        assertThat(unscoped.statusCode()).isEqualTo(403);
        assertThat(json(unscoped).path("code").asString()).isEqualTo("missing-scope");
        assertThat(outside.statusCode()).isEqualTo(403);
        assertThat(json(outside).path("code").asString()).isEqualTo("outside-token");
    }

    @Test
    void other_media_types_are_not_taken() {
        assertThat(hms.upload(hms.admin, "text/plain", new byte[] {1}).statusCode()).isEqualTo(415);
    }
}
