package hms.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSshKeyTest {
    private static final OpenSshPrivateKey KEY =
            new OpenSshPrivateKey(Ed25519PrivateKey.ofSeed(new byte[32]), "EPA Chief");
    private static final String LINE = KEY.publicPart().toString();
    private static final Armor ARMOR = new Armor("OPENSSH PRIVATE KEY", "a test's key");

    @TempDir private Path folder;
    private SshKeygen ssh = new SshKeygen(Path.of("."));

    @BeforeEach
    void useTheFolder() {
        ssh = new SshKeygen(folder);
    }

    @Test
    void keys_that_ssh_keygen_makes_are_read_and_written_back() throws Exception {
        for (var comment : new String[] {"", "x", "EPA Chief", "Générale ✓"}) {
            var name = "key" + comment.length();
            var key = ssh.newKey(name, comment);
            assertThat(key.comment()).isEqualTo(comment);
            var line = ssh.read(name + ".pub");
            assertThat(OpenSshKey.parse(line)).isEqualTo(key.publicPart());
            assertThat(key.publicPart().toString()).isEqualTo(line.strip());
            assertThat(OpenSshPrivateKey.parse(key.format())).isEqualTo(key);
        }
    }

    @Test
    void ssh_keygen_reads_our_private_key_and_shows_our_fingerprint() throws Exception {
        ssh.write("id", KEY.format());
        var derived = ssh.run(new byte[0], "ssh-keygen", "-y", "-f", "id");
        assertThat(derived.output().strip()).isEqualTo(LINE);
        ssh.write("id.pub", LINE + "\n");
        var shown = ssh.run(new byte[0], "ssh-keygen", "-l", "-f", "id.pub");
        assertThat(shown.output())
                .isEqualTo("256 " + KEY.publicPart().fingerprint() + " EPA Chief (ED25519)\n");
    }

    @Test
    void padding_of_every_length_reads_back() {
        for (var length = 0; length < 17; length++) {
            var key = new OpenSshPrivateKey(KEY.key(), "c".repeat(length));
            assertThat(OpenSshPrivateKey.parse(key.format())).isEqualTo(key);
        }
    }

    @Test
    void key_with_a_passphrase_is_refused_and_ssh_agent_named() throws Exception {
        ssh.run(new byte[0], "ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", "locked");
        var file = ssh.read("locked");
        assertThatThrownBy(() -> OpenSshPrivateKey.parse(file))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("passphrase")
                .hasMessageContaining("ssh-agent");
    }

    @Test
    void keys_of_other_types_are_refused_by_name() throws Exception {
        ssh.run(new byte[0], "ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "ec");
        var publicLine = ssh.read("ec.pub");
        var privateFile = ssh.read("ec");
        assertThatThrownBy(() -> OpenSshKey.parse(publicLine))
                .hasMessageContaining("ecdsa-sha2-nistp256");
        assertThatThrownBy(() -> OpenSshPrivateKey.parse(privateFile))
                .hasMessageContaining("ecdsa-sha2-nistp256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-ed25519 ",
                "ssh-ed25519  AAAA",
                "ssh-ed25519 AAAA",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5/////ztqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
                "ssh-ed25519 not-base64!",
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==",
                "SSH-ED25519 AAAA",
                "no-pty ssh-ed25519 AAAA",
                "# comment",
                "sk-ssh-ed25519@openssh.com AAAA"
            })
    void malformed_public_lines_are_refused(String line) {
        assertThatThrownBy(() -> OpenSshKey.parse(line)).isInstanceOf(MalformedException.class);
    }

    @Test
    void changed_public_lines_are_refused() {
        var blob = SshWire.publicKeyBlob(KEY.key().publicKey());
        for (var length = 0; length < blob.length; length++) {
            var truncated =
                    "ssh-ed25519 "
                            + Base64.getEncoder().encodeToString(Arrays.copyOf(blob, length));
            assertThatThrownBy(() -> OpenSshKey.parse(truncated))
                    .isInstanceOf(MalformedException.class);
        }
        var trailing =
                "ssh-ed25519 "
                        + Base64.getEncoder().encodeToString(Arrays.copyOf(blob, blob.length + 1));
        assertThatThrownBy(() -> OpenSshKey.parse(trailing))
                .hasMessageContaining("1 bytes after its end");
        assertThatThrownBy(() -> OpenSshKey.parse(LINE + "\n\n"))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> OpenSshKey.parse(LINE + "\u0007"))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> OpenSshKey.parse(LINE.replace(" AAAA", "\tAAAA")))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> OpenSshKey.parse(LINE + "x".repeat(9000)))
                .hasMessageContaining("8192");
    }

    @Test
    void every_truncation_of_a_private_key_is_refused() {
        var content = ARMOR.parse(KEY.format());
        for (var length = 0; length < content.length; length++) {
            var file = ARMOR.format(Arrays.copyOf(content, length));
            assertThatThrownBy(() -> OpenSshPrivateKey.parse(file))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void no_changed_byte_of_a_private_key_goes_unnoticed_but_in_its_comment() {
        var content = ARMOR.parse(KEY.format());
        for (var i = 0; i < content.length; i++) {
            var changed = content.clone();
            changed[i] ^= 0x40;
            var file = ARMOR.format(changed);
            var outcome = Verdict.ofParsing(() -> OpenSshPrivateKey.parse(file));
            outcome.toOptional().ifPresent(key -> assertThat(key.key()).isEqualTo(KEY.key()));
        }
    }

    static Stream<String> malformedFiles() {
        var good = KEY.format();
        return Stream.of(
                "",
                "-----BEGIN OPENSSH PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN OPENSSH PRIVATE KEY-----\n\n-----END OPENSSH PRIVATE KEY-----\n",
                good.replace("OPENSSH", "RSA"),
                good.replace("-----END OPENSSH PRIVATE KEY-----\n", ""),
                good + "\n",
                good + good,
                " " + good,
                good.replace("\n", "\r\n"),
                good.replaceFirst("\n", "\n\n"),
                good.replaceFirst("\n", "\n "),
                good.replaceFirst("\nb3Bl", "\nb3Bm"),
                ARMOR.format("openssh-key-v2\0".getBytes(US_ASCII)),
                "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                        + "A".repeat(70_000)
                        + "\n-----END OPENSSH PRIVATE KEY-----\n");
    }

    @ParameterizedTest
    @MethodSource("malformedFiles")
    void malformed_private_key_files_are_refused(String file) {
        assertThatThrownBy(() -> OpenSshPrivateKey.parse(file))
                .isInstanceOf(MalformedException.class);
    }
}
