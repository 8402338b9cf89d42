package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.event.EventCodec;
import hms.core.event.LedgerEvent;
import hms.core.event.Recorded;
import hms.ledger.Batch;
import hms.ledger.DataFolder;
import hms.ledger.Ledger;
import hms.ledger.LogTiles;
import hms.ledger.sqlite.SqliteLedger;
import hms.trust.JdkEd25519;
import hms.trust.NoteSigner;
import hms.trust.TilePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandsTest {
    private static final int SIZE = 300;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();
    private DataFolder data;
    private NoteSigner log;

    @BeforeEach
    void ledger() {
        data = DataFolder.open(folder.resolve(".hms"));
        var key = data.logKey(new SecureRandom());
        log = new NoteSigner("test.example/log", JdkEd25519.signer(key));
        try (var ledger = SqliteLedger.open(data.database(), log)) {
            var entries = new ArrayList<byte[]>();
            for (var i = 0; i < SIZE; i++) {
                entries.add(entry(i));
            }
            ledger.commit(new Batch(0, entries, List.of()));
        }
    }

    private byte[] entry(int index) {
        var event =
                index == 0
                        ? new LedgerEvent.LedgerOpened(
                                log.verifier().name(), log.verifier().toString(), 1)
                        : new LedgerEvent.ActRefused("not-approved", "deploy x@" + index, 1);
        return EventCodec.encode(new Recorded(START.plusMillis(index), "p-test", event));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void changeEntry(int index) throws Exception {
        var changed = new String(entry(index), UTF_8).replace("p-test", "p-tesu").getBytes(UTF_8);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.database());
                var update =
                        connection.prepareStatement("update entry set data = ? where idx = ?")) {
            update.setBytes(1, changed);
            update.setInt(2, index);
            assertThat(update.executeUpdate()).isOne();
        }
    }

    /// What a server shows under `/log`.
    private void serve(Ledger ledger) {
        var tiles = new LogTiles(ledger);
        var paths = new ArrayList<>(List.of("checkpoint"));
        for (var level : new int[] {TilePath.ENTRIES, 0, 1}) {
            var above = Math.max(level, 0);
            for (var n = 0L; TilePath.widthIn(SIZE, above, n) > 0; n++) {
                paths.add(new TilePath(level, n, TilePath.widthIn(SIZE, above, n)).toString());
            }
        }
        for (var path : paths) {
            server.onBytes("GET /log/" + path, tiles.serve(path).orElseThrow().body());
        }
    }

    @Test
    void untouched_data_folder_verifies_without_a_server() {
        var shell = new Shell(folder);
        assertThat(shell.run("audit", "verify")).isZero();
        assertThat(shell.out()).startsWith("OK  ledger verified: 300 entries, root ");
    }

    @Test
    void data_folder_verifies_while_its_owner_writes() {
        try (var open = SqliteLedger.open(data.database(), log)) {
            open.commit(new Batch(SIZE, List.of(entry(SIZE)), List.of()));
            var shell = new Shell(folder);
            assertThat(shell.run("audit", "verify")).as(shell.err()).isZero();
            assertThat(shell.out()).contains("301 entries");
        }
    }

    @Test
    void one_changed_byte_is_named_by_its_entry_and_fails() throws Exception {
        changeEntry(17);
        var shell = new Shell(folder);
        assertThat(shell.run("audit", "verify")).isEqualTo(1);
        assertThat(shell.out()).startsWith("NOT OK").contains("entry 17 was changed");
        assertThat(shell.run("audit", "verify", "--json")).isEqualTo(1);
        var json = Json.of(shell.out());
        assertThat(json.path("good").asBoolean()).isFalse();
        assertThat(json.path("findings").path(0).asString()).contains("entry 17");
    }

    @Test
    void export_verifies_offline_and_a_changed_one_does_not() throws Exception {
        var shell = new Shell(folder);
        assertThat(shell.run("audit", "export", "--out", "out")).isZero();
        assertThat(shell.out()).contains("✓ out  300 entries");
        assertThat(shell.run("audit", "verify", "--export", "out")).isZero();
        assertThat(shell.err()).contains("The key is the one that the log itself states");
        assertThat(
                        shell.run(
                                "audit",
                                "verify",
                                "--export",
                                "out",
                                "--key",
                                log.verifier().toString()))
                .isZero();
        assertThat(shell.err()).isEmpty();
        assertThat(shell.run("audit", "export", "--out", "out")).isEqualTo(1);
        var bundle = folder.resolve("out/tile/entries/000");
        var bytes = Files.readAllBytes(bundle);
        bytes[200] ^= 1;
        Files.write(bundle, bytes);
        assertThat(shell.run("audit", "verify", "--export", "out")).isEqualTo(1);
    }

    @Test
    void what_a_server_shows_verifies_over_the_network() {
        try (var ledger = SqliteLedger.openReadOnly(data.database())) {
            serve(ledger);
        }
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("audit", "verify")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.out())
                .startsWith("OK  ledger verified: 300 entries")
                .contains("read from " + server.uri());
    }

    @Test
    void change_behind_a_server_is_named_over_the_network() throws Exception {
        changeEntry(299);
        try (var ledger = SqliteLedger.openReadOnly(data.database())) {
            serve(ledger);
        }
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("audit", "verify")).isEqualTo(1);
        assertThat(shell.out()).contains("entry 299");
    }

    @Test
    void named_data_folder_goes_before_the_server() {
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("audit", "verify", "--data", ".hms")).isZero();
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void wrong_key_and_no_key_are_refused() throws Exception {
        var shell = new Shell(folder);
        assertThat(shell.run("audit", "verify", "--key", "nonsense")).isEqualTo(2);
        var other =
                new NoteSigner(
                        "test.example/log",
                        JdkEd25519.signer(hms.trust.Ed25519PrivateKey.ofSeed(new byte[32])));
        assertThat(shell.run("audit", "verify", "--key", other.verifier().toString())).isEqualTo(1);
        assertThat(shell.out()).contains("checkpoint is not to be trusted");
        Files.delete(data.path().resolve("log.key"));
        assertThat(shell.run("audit", "verify")).isEqualTo(1);
        assertThat(shell.err()).contains("is missing").contains("--key");
    }

    @Test
    void no_data_folder_is_said() {
        var shell = new Shell(folder);
        assertThat(shell.run("audit", "verify", "--data", "nowhere")).isEqualTo(1);
        assertThat(shell.err()).contains("There is no data folder");
        assertThat(folder.resolve("nowhere")).doesNotExist();
        assertThat(shell.run("audit", "verify", "--export", "nowhere")).isEqualTo(1);
    }
}
