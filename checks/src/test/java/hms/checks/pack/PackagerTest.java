package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.trust.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackagerTest {
    @ParameterizedTest
    @EnumSource(PackageFormat.class)
    void package_is_read_back_as_it_was_packed(PackageFormat format) throws RefusedArchive {
        var packed = Samples.packed(format);

        var read = (ReadResult.Read) PackageReader.read(packed.bytes(), "p." + format.extension());

        assertThat(read.format()).isEqualTo(format);
        assertThat(read.digest())
                .isEqualTo(packed.digest())
                .isEqualTo(Digest.sha256(packed.bytes()));
        assertThat(read.contents().manifest()).isEqualTo(Samples.contents().manifest());
        assertThat(read.contents().approvals())
                .containsExactlyInAnyOrderElementsOf(Samples.contents().approvals());
        assertThat(read.contents().rollbackScript()).isEqualTo(Samples.contents().rollbackScript());
        assertThat(text(Packager.members(read.contents())))
                .isEqualTo(text(Packager.members(Samples.contents())));
    }

    /// If one of these changes, every package made before gets another digest.
    @ParameterizedTest
    @CsvSource({
        "TGZ, 42fcfd913700a43c8ca12cba0b6611bd47508e93161c3819f19d79abf8e2436d",
        "ZIP, a4fc55609b5fc8703bb7b31cbba24fdcab3194e39e6d71a5e06b0b2d47921511",
        "JSON, c5c4830d43ee2e4d2abda73bed865022459befa92b32818f01c0337384c3b810",
        "XML, c9b398f6f0f47dc4c69689ce8b2fa4ca2a0dc90b51dec3c93881bad7d3d86423",
    })
    void bytes_of_a_package_never_change(PackageFormat format, String digest) {
        assertThat(Samples.packed(format).digest().hex()).isEqualTo(digest);
    }

    @ParameterizedTest
    @EnumSource(PackageFormat.class)
    void order_in_which_contents_come_does_not_matter(PackageFormat format) {
        var policies = new ArrayList<>(List.of(bare("b"), bare("a"), bare("c")));
        var approvals = new ArrayList<>(Samples.contents().approvals());
        var one =
                Samples.packed(new PackageContents(policies, approvals, Optional.empty()), format);
        Collections.reverse(policies);
        Collections.reverse(approvals);
        var other =
                Samples.packed(new PackageContents(policies, approvals, Optional.empty()), format);

        assertThat(other.bytes()).isEqualTo(one.bytes());
    }

    @Test
    void manifest_names_the_root_that_approvals_sign_and_every_file() throws RefusedArchive {
        var manifest =
                new String(
                        Packager.members(Samples.contents()).byName().get("manifest.json"), UTF_8);

        assertThat(manifest)
                .contains("\"root\":\"" + Samples.contents().manifest().root() + "\"")
                .contains(
                        "{\"id\":\"clean-air\",\"version\":\"1.0.0\",\"file\":\"clean-air@1.0.0/policy.yaml\"}")
                .contains(
                        "{\"name\":\"clean-air@1.0.0/tests/binary\",\"size\":4,\"digest\":\"sha256:")
                .contains("\"rollback.sh\"");
    }

    @Test
    void long_id_and_version_fit_into_a_tar_header() {
        var version = "1.0.0-" + "a".repeat(85);
        var policy =
                Samples.policy("id: " + "p".repeat(63) + "\nversion: " + version + "\n", Map.of());
        var packed =
                Samples.packed(
                        new PackageContents(List.of(policy), List.of(), Optional.empty()),
                        PackageFormat.TGZ);

        assertThat(PackageReader.read(packed.bytes(), "long.tgz"))
                .isInstanceOf(ReadResult.Read.class);
    }

    @Test
    void too_large_a_package_is_refused_with_a_reason() {
        var files = Map.of("scenarios/big.csv", new byte[17 << 20]);
        var policy =
                Samples.policy("id: a\nversion: 1.0.0\nscenarios: [scenarios/big.csv]\n", files);

        var result =
                Packager.pack(
                        new PackageContents(List.of(policy), List.of(), Optional.empty()),
                        PackageFormat.TGZ);

        assertThat(((PackResult.Refused) result).findings().getFirst().text())
                .contains("scenarios/big.csv' has more than 16 MiB");
    }

    @Test
    void tar_opens_what_was_packed(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("p.tgz"), Samples.packed(PackageFormat.TGZ).bytes());

        run(folder, "tar", "xzf", "p.tgz");

        assertThat(folder.resolve("clean-air@1.0.0/policy.yaml")).hasContent(policyText());
        assertThat(folder.resolve("clean-air@1.0.0/tests/binary"))
                .hasBinaryContent(new byte[] {0, (byte) 0xFF, 13, 10});
    }

    @Test
    void package_that_another_program_compressed_is_read(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("p.tgz"), Samples.packed(PackageFormat.TGZ).bytes());
        run(folder, "sh", "-c", "gunzip -c p.tgz > p.tar && gzip -9 -c p.tar > squeezed.tgz");

        var read =
                PackageReader.read(
                        Files.readAllBytes(folder.resolve("squeezed.tgz")), "squeezed.tgz");

        assertThat(read).isInstanceOf(ReadResult.Read.class);
    }

    private static PackagedPolicy bare(String id) {
        return Samples.policy("id: " + id + "\nversion: 1.0.0\n", Map.of());
    }

    private static String policyText() {
        return new String(Samples.contents().policies().getFirst().artifact().bytes(), UTF_8);
    }

    private static Map<String, String> text(Members members) {
        var text = new TreeMap<String, String>();
        members.byName().forEach((name, bytes) -> text.put(name, Digest.sha256(bytes).hex()));
        return text;
    }

    private static void run(Path folder, String... command) throws Exception {
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
