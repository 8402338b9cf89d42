package hms.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.core.event.IdentityEvent;
import hms.ledger.LedgerRefused;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.Merkle;
import hms.trust.OpenSshKey;
import hms.trust.SshSig;
import hms.trust.TilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an export holds, and what is noticed when it is changed on its way.
class LedgerExportTest {
    private static final int SIZE = 400;
    private static final int ALL = SIZE + 4;
    private static final String APPROVAL = "approvals/00112233aabbccdd/";
    private static final Ed25519PrivateKey CHIEF =
            Ed25519PrivateKey.ofSeed(Digest.sha256(new byte[] {1}).bytes());

    @TempDir private Path folder;
    private Path export = Path.of(".");
    private TestLog.Rule rule;
    private TestLog log;

    @BeforeEach
    void exportALedger() throws IOException {
        log = TestLog.of(folder.resolve("data"), SIZE);
        rule = log.publish(CHIEF);
        export = folder.resolve("export");
        try (var ledger = log.open()) {
            var summary = LedgerExport.toFolder(ledger, TestLog.KEY, export);
            assertThat(summary.entries()).isEqualTo(ALL);
            assertThat(summary.root()).isEqualTo(ledger.head().root());
            assertThat(summary.blobs()).isEqualTo(3);
            assertThat(summary.approvals()).isEqualTo(1);
        }
    }

    @Test
    void export_verifies_without_the_database() {
        var report = verify(export);
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(ALL);
        assertThat(report.blobs()).isEqualTo(3);
        assertThat(report.tiles()).isEqualTo(3);
    }

    @Test
    void archive_verifies_too_and_is_the_same_every_time() throws IOException {
        try (var ledger = log.open()) {
            LedgerExport.toArchive(ledger, TestLog.KEY, folder.resolve("one.tgz"));
            LedgerExport.toArchive(ledger, TestLog.KEY, folder.resolve("two.tgz"));
        }
        assertThat(verify(folder.resolve("one.tgz")).findings()).isEmpty();
        assertThat(folder.resolve("one.tgz")).hasSameBinaryContentAs(folder.resolve("two.tgz"));
    }

    @Test
    void export_holds_these_files() throws IOException {
        try (var files = Files.walk(export)) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .map(file -> export.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "checkpoint",
                            "log.vkey",
                            "README.md",
                            "tile/0/000",
                            "tile/0/001.p/148",
                            "tile/1/000.p/1",
                            "tile/entries/000",
                            "tile/entries/001.p/148",
                            "blobs/" + rule.artifact().name().hex(),
                            "blobs/" + rule.statement().name().hex(),
                            "blobs/" + rule.signature().name().hex(),
                            APPROVAL + "statement.json",
                            APPROVAL + "statement.json.sig",
                            APPROVAL + "allowed_signers");
        }
        assertThat(export.resolve("log.vkey")).hasContent(TestLog.KEY + "\n");
        assertThat(export.resolve(APPROVAL + "statement.json"))
                .hasBinaryContent(rule.statement().content());
        try (var opened = LedgerEvidence.ofExport(export)) {
            assertThat(opened.statedKey()).contains(TestLog.KEY);
        }
    }

    @Test
    void names_of_people_and_blobs_that_are_not_public_stay_behind() {
        assertThat(export.resolve("blobs/" + TestLog.name(99).name().hex())).doesNotExist();
    }

    @Test
    void ssh_keygen_verifies_the_approval_as_the_readme_says() throws Exception {
        var commands =
                Files.readString(export.resolve("README.md"))
                        .lines()
                        .dropWhile(line -> !line.contains("who="))
                        .map(String::strip)
                        .toList();
        var process =
                new ProcessBuilder("sh", "-ec", String.join("\n", commands))
                        .directory(export.resolve(APPROVAL).toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .startsWith("Good \"policy-approval@hms\" signature for p-chief with ED25519 key");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void approval_by_a_key_that_was_revoked_later_stays_good() throws IOException {
        var later = folder.resolve("later");
        log.append(new IdentityEvent.KeyRevoked(OpenSshKey.fingerprint(CHIEF.publicKey())));
        try (var ledger = log.open()) {
            LedgerExport.toFolder(ledger, TestLog.KEY, later);
        }
        assertThat(verify(later).findings()).isEmpty();
    }

    @Test
    void changed_entry_is_named() throws IOException {
        var bundle = Files.readString(export.resolve("tile/entries/001.p/148"), ISO_8859_1);
        change("tile/entries/001.p/148", bundle.replace("limit@300.0.0", "limit@300.0.1"));
        assertThat(findings())
                .containsExactly(
                        "entry 300 was changed: the hashes that the log has signed are others");
    }

    @Test
    void entry_and_its_tile_changed_together_are_narrowed_down_by_the_tile_above()
            throws IOException {
        var bundle = Files.readString(export.resolve("tile/entries/000"), ISO_8859_1);
        var changed = bundle.replace("limit@30.0.0", "limit@30.0.1");
        change("tile/entries/000", changed);
        var tile = Files.readAllBytes(export.resolve("tile/0/000"));
        var entry = new EntryBundle(new TilePath(-1, 0, 256), changed.getBytes(ISO_8859_1));
        for (var i = 0; i < 30; i++) {
            entry.next();
        }
        System.arraycopy(Merkle.leafHash(entry.next()).bytes(), 0, tile, 30 * 32, 32);
        Files.write(export.resolve("tile/0/000"), tile);
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("the tree does not match the signed checkpoint")
                .endsWith("somewhere in entries 0 to 255");
    }

    @Test
    void changed_tiles_are_named_and_the_entries_are_not_blamed() throws IOException {
        flip("tile/0/001.p/148", 32 * 7);
        flip("tile/1/000.p/1", 5);
        assertThat(findings())
                .containsExactly(
                        "tile/0/001.p/148 was changed at position 7, the hash over entry 263",
                        "tile/1/000.p/1 was changed at position 0, the hash over entries 0 to 255");
    }

    @Test
    void missing_and_cut_off_files_are_named() throws IOException {
        Files.delete(export.resolve("tile/entries/000"));
        Files.delete(export.resolve("tile/1/000.p/1"));
        var bundle = Files.readAllBytes(export.resolve("tile/entries/001.p/148"));
        Files.write(
                export.resolve("tile/entries/001.p/148"), Arrays.copyOf(bundle, bundle.length - 1));
        assertThat(findings())
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .startsWith(
                                                "entries 0 to 255 are missing or cannot be read"))
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .startsWith("entry 403 is missing or cannot be read"))
                .anySatisfy(text -> assertThat(text).startsWith("tile/1/000.p/1 is missing"))
                .noneSatisfy(text -> assertThat(text).contains("was changed"));
    }

    @Test
    void removed_entry_is_named_first() throws IOException {
        var bundle = Files.readAllBytes(export.resolve("tile/entries/001.p/148"));
        var length = 2 + (bundle[0] << 8 | bundle[1] & 0xff);
        Files.write(
                export.resolve("tile/entries/001.p/148"),
                Arrays.copyOfRange(bundle, length, bundle.length));
        assertThat(findings())
                .anySatisfy(text -> assertThat(text).startsWith("entries 256 to 402"))
                .anySatisfy(text -> assertThat(text).startsWith("entry 403 is missing"));
    }

    @Test
    void bytes_after_the_last_entry_are_noticed() throws IOException {
        var bundle = Files.readAllBytes(export.resolve("tile/entries/000"));
        Files.write(export.resolve("tile/entries/000"), Arrays.copyOf(bundle, bundle.length + 3));
        assertThat(findings()).containsExactly("tile/entries/000 has bytes after its last entry");
    }

    @Test
    void changed_checkpoint_is_refused() throws IOException {
        change(
                "checkpoint",
                Files.readString(export.resolve("checkpoint"), ISO_8859_1)
                        .replace("\n404\n", "\n403\n"));
        assertThat(findings())
                .anySatisfy(
                        text -> assertThat(text).startsWith("the checkpoint is not to be trusted"));
    }

    @Test
    void changed_blob_is_named() throws IOException {
        flip("blobs/" + rule.artifact().name().hex(), 20);
        assertThat(findings())
                .containsExactly(
                        "blob "
                                + rule.artifact().name().brief()
                                + ", which entry 401 names, was changed");
    }

    @Test
    void changed_statement_signature_or_signers_are_named() throws IOException {
        flip(APPROVAL + "statement.json", 3);
        assertThat(findings())
                .containsExactly(
                        "approval 00112233aabbccdd is not good: statement.json is not the recorded statement");
        flip(APPROVAL + "statement.json", 3);
        flip(APPROVAL + "allowed_signers", 3);
        assertThat(findings())
                .containsExactly(
                        "approval 00112233aabbccdd is not good: allowed_signers are not the keys that were good at its entry");
        flip(APPROVAL + "allowed_signers", 3);
        Files.delete(export.resolve(APPROVAL + "statement.json.sig"));
        assertThat(findings())
                .containsExactly(
                        "approval 00112233aabbccdd is not good: there is no file approvals/00112233aabbccdd/statement.json.sig");
    }

    @Test
    void approval_by_somebody_else_does_not_pass_with_signers_of_its_own() throws IOException {
        var forger = Ed25519PrivateKey.ofSeed(new byte[32]);
        change(
                APPROVAL + "statement.json.sig",
                SshSig.sign(
                                JdkEd25519.signer(forger),
                                Keyring.APPROVAL_NAMESPACE,
                                rule.statement().content())
                        .armored());
        change(
                APPROVAL + "allowed_signers",
                Keyring.empty()
                        .enrol(forger.publicKey(), "p-chief", Set.of(), 0)
                        .allowedSigners(1));
        assertThat(findings())
                .containsExactly(
                        "approval 00112233aabbccdd is not good: statement.json.sig is not the recorded signature");
    }

    @Test
    void approval_that_was_never_recorded_is_refused() throws IOException {
        var invented = Files.createDirectories(export.resolve("approvals/ffff"));
        Files.writeString(invented.resolve("statement.json"), "{}");
        assertThat(findings())
                .containsExactly(
                        "approval ffff is not good: the log has recorded no such approval of something published");
    }

    @Test
    void another_key_file_is_noticed() throws IOException {
        change(
                "log.vkey",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n");
        assertThat(findings())
                .containsExactly("log.vkey is not the verifier key that entry 0 names");
    }

    @Test
    void files_that_do_not_belong_are_named() throws IOException {
        Files.writeString(export.resolve("install.sh"), "echo hello");
        Files.writeString(export.resolve("tile/0/002.p"), "x");
        Files.createSymbolicLink(export.resolve("blobs/link"), Path.of("/etc/hostname"));
        assertThat(findings())
                .containsExactly(
                        "blobs/link does not belong to an export of 404 entries",
                        "install.sh does not belong to an export of 404 entries",
                        "tile/0/002.p does not belong to an export of 404 entries");
    }

    @Test
    void file_that_was_replaced_by_a_link_is_not_followed() throws IOException {
        var elsewhere = Files.move(export.resolve("tile/entries/000"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(export.resolve("tile/entries/000"), elsewhere);
        assertThat(findings())
                .anySatisfy(text -> assertThat(text).startsWith("entries 0 to 255 are missing"));
    }

    @Test
    void nothing_old_is_written_over() throws IOException {
        try (var ledger = log.open()) {
            assertThatThrownBy(() -> LedgerExport.toFolder(ledger, TestLog.KEY, export))
                    .hasMessageContaining("is not empty");
            var file = Files.writeString(folder.resolve("old.tgz"), "old");
            assertThatThrownBy(() -> LedgerExport.toArchive(ledger, TestLog.KEY, file))
                    .hasMessageContaining("exists already");
            assertThat(file).hasContent("old");
        }
    }

    @Test
    void what_is_no_export_is_refused() throws IOException {
        var empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> LedgerEvidence.ofExport(empty))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("there is no file checkpoint");
        assertThatThrownBy(() -> LedgerEvidence.ofExport(folder.resolve("nothing")))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("there is no export at");
        Files.writeString(empty.resolve("checkpoint"), "hello\n");
        assertThatThrownBy(() -> LedgerEvidence.ofExport(empty))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("there is no log to verify at");
    }

    private static VerificationReport verify(Path export) {
        try (var opened = LedgerEvidence.ofExport(export)) {
            return TestLog.verify(opened);
        }
    }

    private List<String> findings() {
        return TestLog.texts(verify(export));
    }

    private void change(String file, String content) throws IOException {
        assertThat(export.resolve(file)).isRegularFile();
        assertThat(Files.readString(export.resolve(file), ISO_8859_1)).isNotEqualTo(content);
        Files.writeString(export.resolve(file), content, ISO_8859_1);
    }

    private void flip(String file, int at) throws IOException {
        var bytes = Files.readAllBytes(export.resolve(file));
        bytes[at] ^= 1;
        Files.write(export.resolve(file), bytes);
    }
}
