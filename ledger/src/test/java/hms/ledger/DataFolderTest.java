package hms.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.trust.OpenSshPrivateKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    private final SecureRandom random = new SecureRandom();
    @TempDir private Path parent;

    @Test
    void a_new_folder_and_what_is_in_it_are_for_its_owner_only() throws Exception {
        var folder = DataFolder.open(parent.resolve("a/b/data"));
        folder.logKey(random);
        folder.blobSealer(random);
        folder.write("admin-token", "t".getBytes(UTF_8));

        assertThat(mode(folder.path())).isEqualTo("rwx------");
        for (var name : new String[] {"log.key", "blob.secret", "admin-token"}) {
            assertThat(mode(folder.path().resolve(name))).isEqualTo("rw-------");
        }
        assertThat(DataFolder.open(folder.path()).path()).isEqualTo(folder.path());
    }

    @Test
    void keys_and_secrets_are_made_once() throws Exception {
        var folder = DataFolder.open(parent.resolve("data"));
        var key = folder.logKey(random);
        var blob = folder.blobSealer(random).seal(new byte[] {1});

        var again = DataFolder.open(parent.resolve("data"));

        assertThat(again.logKey(random)).isEqualTo(key);
        assertThat(again.blobSealer(random).seal(new byte[] {1})).isEqualTo(blob);
        var text = Files.readString(folder.path().resolve("log.key"));
        assertThat(OpenSshPrivateKey.parse(text).key()).isEqualTo(key);
    }

    @Test
    void a_ledger_is_not_given_a_new_key_or_secret_in_place_of_a_lost_one() throws Exception {
        var folder = DataFolder.open(parent.resolve("data"));
        Files.createFile(folder.database());

        assertThatThrownBy(() -> folder.logKey(random))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("log.key is missing")
                .hasMessageContaining("restore it from a backup");
        assertThatThrownBy(() -> folder.blobSealer(random))
                .hasMessageContaining("blob.secret is missing");
    }

    @Test
    void a_spoiled_key_or_secret_is_refused() {
        var folder = DataFolder.open(parent.resolve("data"));
        folder.write("log.key", "-----BEGIN NONSENSE-----".getBytes(UTF_8));
        folder.write("blob.secret", new byte[31]);

        assertThatThrownBy(() -> folder.logKey(random))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining("log.key cannot be used");
        assertThatThrownBy(() -> folder.blobSealer(random))
                .hasMessageContaining("31 bytes, not 32");
    }

    @Test
    void a_file_is_replaced_all_at_once_even_over_what_a_crash_has_left() throws Exception {
        var folder = DataFolder.open(parent.resolve("data"));
        Files.writeString(folder.path().resolve("server.json.tmp"), "half of");

        folder.write("server.json", "one".getBytes(UTF_8));
        folder.write("server.json", "two".getBytes(UTF_8));

        assertThat(folder.read("server.json")).hasValue("two".getBytes(UTF_8));
        assertThat(folder.path().resolve("server.json.tmp")).doesNotExist();
        folder.delete("server.json");
        folder.delete("server.json");
        assertThat(folder.read("server.json")).isEmpty();
    }

    @Test
    void what_is_not_a_folder_is_refused_by_name() throws Exception {
        var file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining(file + " is not a folder")
                .hasMessageContaining("--data");
        assertThatThrownBy(() -> DataFolder.open(file.resolve("below")))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining(file.resolve("below").toString());
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
