package hms.ledger.sqlite;

import static hms.ledger.Entries.fill;
import static hms.ledger.Entries.range;
import static hms.ledger.Entries.root;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.ledger.Batch;
import hms.ledger.BlobSealer;
import hms.ledger.CommitFailed;
import hms.ledger.CommitFailed.Reason;
import hms.ledger.CommitUnknown;
import hms.ledger.Entries;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.trust.Ed25519PrivateKey;
import hms.trust.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What the ledger says, and what it leaves behind, when the database does not do what it is
/// asked.
final class SqliteFaultsTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name_the_file() {
        file = folder.resolve("ledger.db");
    }

    @Test
    void a_commit_that_came_to_be_without_saying_so_is_found_by_rereading() {
        var step = new Step();
        try (var ledger = SqliteLedger.open(file, Entries.LOG, step)) {
            fill(ledger, 10);
            step.next = Step.commitThenFail(SQLiteErrorCode.SQLITE_IOERR_FSYNC);

            assertThatThrownBy(() -> fill(ledger, 20))
                    .isInstanceOf(CommitUnknown.class)
                    .hasMessageContaining("reread the head");

            assertThat(ledger.head().size()).isEqualTo(10);
            assertThat(ledger.reread().size()).isEqualTo(20);
            assertThat(ledger.head().root()).isEqualTo(root(20));
            assertThat(fill(ledger, 21).root()).isEqualTo(root(21));
        }
    }

    @Test
    void a_commit_that_did_not_come_to_be_is_found_by_rereading_and_can_be_made_again() {
        var step = new Step();
        try (var ledger = SqliteLedger.open(file, Entries.LOG, step)) {
            fill(ledger, 300);
            step.next = Step.fail(SQLiteErrorCode.SQLITE_IOERR_WRITE);

            assertThatThrownBy(() -> fill(ledger, 600)).isInstanceOf(CommitUnknown.class);

            assertThat(ledger.reread().size()).isEqualTo(300);
            assertThat(fill(ledger, 600).root()).isEqualTo(root(600));
        }
    }

    @Test
    void a_batch_decided_before_an_unknown_commit_came_to_be_is_stale() {
        var step = new Step();
        try (var ledger = SqliteLedger.open(file, Entries.LOG, step)) {
            step.next = Step.commitThenFail(SQLiteErrorCode.SQLITE_IOERR);
            assertThatThrownBy(() -> fill(ledger, 5)).isInstanceOf(CommitUnknown.class);

            assertThatThrownBy(() -> fill(ledger, 5))
                    .isInstanceOfSatisfying(
                            CommitFailed.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.STALE));

            assertThat(ledger.head().size()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL, DISK_FULL, the disk is full",
        "SQLITE_BUSY, BUSY, another program holds the database",
        "SQLITE_READONLY, READ_ONLY, cannot be written"
    })
    void a_commit_that_surely_failed_leaves_nothing(
            SQLiteErrorCode code, Reason reason, String says) {
        var step = new Step();
        try (var ledger = SqliteLedger.open(file, Entries.LOG, step)) {
            var before = fill(ledger, 260);
            step.next = Step.fail(code);

            assertThatThrownBy(() -> fill(ledger, 520))
                    .isInstanceOfSatisfying(
                            CommitFailed.class, e -> assertThat(e.reason()).isEqualTo(reason))
                    .hasMessageContaining(says)
                    .hasMessageContaining(file.toString());

            assertThat(ledger.head()).isEqualTo(before);
            assertThat(ledger.reread()).isEqualTo(before);
            assertThat(fill(ledger, 520).root()).isEqualTo(root(520));
        }
    }

    @Test
    void a_second_writer_is_found_out_and_cannot_fork_the_log() {
        try (var first = SqliteLedger.open(file, Entries.LOG);
                var second = SqliteLedger.open(file, Entries.LOG)) {
            fill(first, 3);

            assertThatThrownBy(() -> second.commit(new Batch(0, range(0, 5), List.of())))
                    .isInstanceOf(CommitFailed.class);

            assertThat(second.reread()).isEqualTo(first.head());
            assertThat(fill(second, 4).root()).isEqualTo(root(4));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update entry set data = x'7b7d' where idx = 299",
                "delete from entry where idx = 280",
                "update head set root = zeroblob(32)",
                "update head set size = 299",
                "update tile set data = zeroblob(8192) where level = 0",
                "update tile set data = x'00' where level = 0",
                "delete from tile"
            })
    void a_damaged_ledger_is_not_opened_for_writing_but_can_be_read(String damage)
            throws SQLException {
        try (var ledger = SqliteLedger.open(file, Entries.LOG)) {
            fill(ledger, 300);
        }
        run(damage);

        assertThatThrownBy(() -> SqliteLedger.open(file, Entries.LOG))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("hms audit verify")
                .hasMessageContaining(file.toString());

        try (var archive = SqliteLedger.openReadOnly(file)) {
            assertThat(archive.entry(270)).isEqualTo(Entries.entry(270));
        }
    }

    @Test
    void a_changed_blob_is_not_given_out() throws SQLException {
        var blob = new BlobSealer(new byte[32]).seal(new byte[] {1, 2, 3});
        try (var ledger = SqliteLedger.open(file, Entries.LOG)) {
            ledger.commit(new Batch(0, List.of(), List.of(blob)));
            run("update blob set data = x'010204'");

            assertThatThrownBy(() -> ledger.blob(blob.name()))
                    .isInstanceOf(LedgerUnreadable.class)
                    .hasMessageContaining(blob.name().toString());
        }
    }

    @Test
    void an_erased_blob_leaves_no_bytes_in_any_file() throws Exception {
        var secret = "Jane Doe, 12 Elm Street, born 1970-01-01";
        var sealed = new BlobSealer(new byte[32]).seal(secret.repeat(500).getBytes(UTF_8));
        try (var ledger = SqliteLedger.open(file, Entries.LOG)) {
            ledger.commit(new Batch(0, List.of(), List.of(sealed)));
            fill(ledger, 10);
            assertThat(filesWith(secret)).isNotEmpty();

            ledger.eraseBlob(sealed.name());

            assertThat(filesWith(secret)).isEmpty();
        }
    }

    @Test
    void a_ledger_of_a_newer_release_is_left_alone() throws SQLException {
        SqliteLedger.open(file, Entries.LOG).close();
        run("pragma user_version = 99");

        assertThatThrownBy(() -> SqliteLedger.open(file, Entries.LOG))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("newer release (schema 99; this one knows 1)");
        assertThatThrownBy(() -> SqliteLedger.openReadOnly(file)).hasMessageContaining("schema 99");
    }

    @Test
    void what_is_not_a_ledger_is_left_alone() throws Exception {
        run("create table other(x)");
        assertThatThrownBy(() -> SqliteLedger.open(file, Entries.LOG))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("not a ledger");

        var text = folder.resolve("text");
        Files.writeString(text, "no database, but longer than the header of one. ".repeat(10));
        assertThatThrownBy(() -> SqliteLedger.open(text, Entries.LOG))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("not a ledger");
        assertThatThrownBy(() -> SqliteLedger.openReadOnly(folder.resolve("absent")))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("no ledger at");
        assertThatThrownBy(() -> SqliteLedger.open(folder.resolve("a/b"), Entries.LOG))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("its folder");
    }

    @Test
    void a_ledger_signed_with_another_key_or_under_another_origin_is_refused() {
        SqliteLedger.open(file, Entries.LOG).close();
        var seed = new byte[32];
        seed[0] = 1;
        var otherKey = BouncyCastleEd25519.signer(Ed25519PrivateKey.ofSeed(seed));

        for (var log :
                List.of(
                        new NoteSigner(Entries.LOG.name(), otherKey),
                        new NoteSigner("other.example/log", Entries.LOG.signer()))) {
            assertThatThrownBy(() -> SqliteLedger.open(file, log))
                    .isInstanceOf(LedgerRefused.class)
                    .hasMessageContaining("log.key");
        }
    }

    @Test
    void an_older_sqlite_is_told_from_a_newer_one() {
        assertThat(Schema.isOlder("3.51.2", "3.51.3")).isTrue();
        assertThat(Schema.isOlder("3.9.9", "3.51.3")).isTrue();
        assertThat(Schema.isOlder("3.51.3", "3.51.3")).isFalse();
        assertThat(Schema.isOlder("3.54.1", "3.51.3")).isFalse();
        assertThat(Schema.isOlder("4.0", "3.51.3")).isFalse();
    }

    @Test
    void a_ledger_opened_for_reading_follows_its_owner_and_changes_nothing() {
        try (var ledger = SqliteLedger.open(file, Entries.LOG);
                var reading = SqliteLedger.openReadOnly(file)) {
            fill(ledger, 700);
            assertThat(reading.head().size()).isZero();

            assertThat(reading.reread()).isEqualTo(ledger.head());

            assertThat(reading.tile(0, 2, 100)).isPresent();
            assertThat(reading.leafHash(699)).isEqualTo(ledger.leafHash(699));
            assertThatThrownBy(() -> fill(reading, 701)).isInstanceOf(CommitFailed.class);
            assertThatThrownBy(() -> reading.eraseBlob(ledger.leafHash(0)))
                    .isInstanceOf(CommitFailed.class);
        }
    }

    private List<Path> filesWith(String text) throws Exception {
        try (var files = Files.list(folder)) {
            var with = new ArrayList<Path>();
            for (var candidate : files.toList()) {
                var content = Files.readString(candidate, ISO_8859_1);
                if (content.contains(text)) {
                    with.add(candidate);
                }
            }
            return with;
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Commits, except the next time.
    private static final class Step implements SqliteLedger.CommitStep {
        private SqliteLedger.CommitStep next = Appender::commit;

        static SqliteLedger.CommitStep fail(SQLiteErrorCode code) {
            return appender -> {
                throw new SQLiteException("made up by the test", code);
            };
        }

        static SqliteLedger.CommitStep commitThenFail(SQLiteErrorCode code) {
            return appender -> {
                appender.commit();
                throw new SQLiteException("made up by the test", code);
            };
        }

        @Override
        public void commit(Appender appender) throws SQLException {
            var now = next;
            next = Appender::commit;
            now.commit(appender);
        }
    }
}
