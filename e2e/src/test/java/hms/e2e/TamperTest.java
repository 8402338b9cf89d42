package hms.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One byte changed in the database is found, and so is where.
final class TamperTest {
    @TempDir static Path origin;
    @TempDir Path folder;

    @BeforeAll
    static void deploy() {
        try (var hms = new Hms(origin);
                var _ = hms.up(Map.of())) {
            hms.here("key", "new", "EPA Chief").succeeds();
            hms.here("approve", Hms.example("pm25-1.5.0.yaml"), "--sign", "EPA Chief").succeeds();
            hms.here("run", "1", "--follow").succeeds();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 14, -1})
    void changed_entry_is_named(int place) throws Exception {
        var hms = copy();
        int changed;
        try (var database = open(hms)) {
            changed = place < 0 ? size(database) + place : place;
            changeOneByte(database, changed);
        }

        var verified = hms.here("audit", "verify", "--data", hms.data().toString()).exits(1);

        assertThat(verified.out())
                .startsWith("NOT OK")
                .containsPattern("entry " + changed + "\\b")
                .doesNotContain("ledger verified");
    }

    @Test
    void copy_that_nobody_changed_is_good() throws Exception {
        var hms = copy();

        var verified = hms.here("audit", "verify", "--data", hms.data().toString()).succeeds();

        assertThat(verified.out()).startsWith("OK  ledger verified");
    }

    private Hms copy() throws IOException {
        var hms = new Hms(folder);
        Files.createDirectories(hms.data());
        try (var files = Files.list(new Hms(origin).data())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, hms.data().resolve(file.getFileName()));
            }
        }
        return hms;
    }

    private static Connection open(Hms hms) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + hms.data().resolve("ledger.db"));
    }

    private static int size(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("select count(*) from entry")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void changeOneByte(Connection database, int index) throws SQLException {
        byte[] entry;
        try (var statement = database.prepareStatement("select data from entry where idx = ?")) {
            statement.setInt(1, index);
            try (var rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                entry = rows.getBytes(1);
            }
        }
        entry[entry.length / 2] ^= 1;
        try (var statement = database.prepareStatement("update entry set data = ? where idx = ?")) {
            statement.setBytes(1, entry);
            statement.setInt(2, index);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
