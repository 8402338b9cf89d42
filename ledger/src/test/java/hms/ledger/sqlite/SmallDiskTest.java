package hms.ledger.sqlite;

import static hms.ledger.Entries.entry;
import static hms.ledger.Entries.fill;
import static hms.ledger.Entries.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hms.ledger.CommitFailed;
import hms.ledger.CommitFailed.Reason;
import hms.ledger.DataFolder;
import hms.ledger.Entries;
import hms.ledger.LedgerRefused;
import hms.ledger.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SmallDiskTest {
    @TempDir private Path parent;

    @Test
    void a_full_disk_refuses_commits_and_loses_nothing() throws Exception {
        try (var disk = SmallDisk.mount(parent, 2_000);
                var ledger = SqliteLedger.open(disk.folder().resolve("ledger.db"), Entries.LOG)) {
            fill(ledger, 500);
            disk.fillUp();

            var failed =
                    catchThrowableOfType(
                            CommitFailed.class,
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    fill(ledger, ledger.head().size() + 500);
                                }
                            });

            assertThat(failed.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(failed).hasMessageContaining("the disk is full; free some room");
            var head = ledger.head();
            ledger.read(
                    0, head.size(), (index, bytes) -> assertThat(bytes).isEqualTo(entry(index)));
            assertThat(head.root()).isEqualTo(root(head.size()));

            disk.makeRoom();
            assertThat(fill(ledger, head.size() + 500).root()).isEqualTo(root(head.size() + 500));
        }
    }

    @Test
    void the_reserve_leaves_room_for_a_last_commit_on_a_full_disk() throws Exception {
        try (var disk = SmallDisk.mount(parent, 24 * 1024)) {
            var folder = DataFolder.open(disk.folder().resolve("data"));
            assertThat(folder.keepReserve()).isTrue();
            try (var ledger = SqliteLedger.open(folder.database(), Entries.LOG)) {
                disk.fillUp();
                assertThatThrownBy(() -> fill(ledger, 2_000))
                        .isInstanceOfSatisfying(
                                CommitFailed.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.DISK_FULL));

                assertThat(folder.releaseReserve()).isTrue();

                assertThat(fill(ledger, 2_000).root()).isEqualTo(root(2_000));
                assertThat(folder.releaseReserve()).isFalse();
                assertThat(folder.keepReserve()).isFalse();
                disk.makeRoom();
                assertThat(folder.keepReserve()).isTrue();
            }
        }
    }

    @Test
    void a_file_on_a_full_disk_stays_what_it_was() throws Exception {
        try (var disk = SmallDisk.mount(parent, 200)) {
            var folder = DataFolder.open(disk.folder().resolve("data"));
            folder.write("server.json", new byte[] {1});
            disk.fillUp();

            assertThatThrownBy(() -> folder.write("server.json", new byte[10_000]))
                    .isInstanceOf(LedgerRefused.class)
                    .hasMessageContaining("server.json")
                    .hasMessageContaining("the disk is full; free some room");

            assertThat(folder.read("server.json")).hasValue(new byte[] {1});
            assertThat(folder.path().resolve("server.json.tmp")).doesNotExist();
        }
    }

    @Test
    void a_ledger_on_a_disk_that_cannot_be_written_can_be_read_only() throws Exception {
        try (var disk = SmallDisk.mount(parent, 2_000)) {
            var file = disk.folder().resolve("ledger.db");
            try (var ledger = SqliteLedger.open(file, Entries.LOG)) {
                fill(ledger, 300);
            }
            disk.makeReadOnly();

            assertThatThrownBy(() -> DataFolder.open(disk.folder()))
                    .isInstanceOf(LedgerRefused.class)
                    .hasMessageContaining("cannot be written");
            assertThatThrownBy(() -> SqliteLedger.open(file, Entries.LOG))
                    .isInstanceOf(LedgerRefused.class);
            try (var archive = SqliteLedger.openReadOnly(file)) {
                assertThat(archive.head().root()).isEqualTo(root(300));
                assertThat(archive.entry(299)).isEqualTo(entry(299));
            }
            assertThat(Files.exists(disk.folder().resolve("ledger.db-wal"))).isFalse();
        }
    }
}
