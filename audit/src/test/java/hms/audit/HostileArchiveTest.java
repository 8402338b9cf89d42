package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.ledger.LedgerRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that would put something where it does not belong.
class HostileArchiveTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../checkpoint",
                "/etc/cron.d/job",
                "./checkpoint",
                "tile/../checkpoint",
                "tile/0/../../../x",
                "CHECKPOINT",
                "tile/0/0",
                "tile/64/000",
                "tile/0/000.p/256",
                "blobs/..",
                "blobs/ABCD",
                "approvals/../statement.json",
                "approvals/a/b/statement.json",
                "approvals/a/other",
                "C:\\checkpoint",
                "a\u202eb",
                "install.sh"
            })
    void names_that_no_export_has_are_refused(String name) throws IOException {
        try (var tar = tar()) {
            put(tar, new TarArchiveEntry(name, TarConstants.LF_NORMAL), "x");
        }
        refused("which no export has");
    }

    @Test
    void links_folders_and_devices_are_refused() throws IOException {
        for (var type :
                new byte[] {
                    TarConstants.LF_SYMLINK,
                    TarConstants.LF_LINK,
                    TarConstants.LF_DIR,
                    TarConstants.LF_CHR,
                    TarConstants.LF_FIFO
                }) {
            try (var tar = tar()) {
                var entry = new TarArchiveEntry("checkpoint", type);
                entry.setLinkName("/etc/passwd");
                put(tar, entry, "");
            }
            refused("which no export has");
        }
    }

    @Test
    void file_that_comes_twice_is_refused() throws IOException {
        try (var tar = tar()) {
            put(tar, new TarArchiveEntry("checkpoint"), "x");
            put(tar, new TarArchiveEntry("checkpoint"), "y");
        }
        refused("\"checkpoint\" twice");
    }

    @Test
    void file_that_is_too_large_is_refused_before_it_is_unpacked() throws IOException {
        try (var tar = tar()) {
            put(tar, new TarArchiveEntry("tile/0/000"), "x".repeat(8193));
        }
        refused("larger than 8192 bytes");
    }

    @Test
    void what_is_no_archive_is_refused() throws IOException {
        Files.writeString(folder.resolve("x.tgz"), "hello");
        refused("is no export of a ledger");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("x.tgz")))) {
            gzip.write("hello".repeat(1000).getBytes(UTF_8));
        }
        refused("is no export of a ledger");
        try (var tar = tar()) {
            put(tar, new TarArchiveEntry("README.md"), "x");
        }
        refused(
                "there is no log to verify at "
                        + folder.resolve("x.tgz")
                        + ": there is no file checkpoint");
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> LedgerEvidence.ofExport(folder.resolve("x.tgz")))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining(reason);
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("x.tgz"));
    }

    private TarArchiveOutputStream tar() throws IOException {
        return new TarArchiveOutputStream(
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("x.tgz"))), "UTF-8");
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, String content)
            throws IOException {
        var bytes = content.getBytes(UTF_8);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
