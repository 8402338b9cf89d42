package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hms.cli.agent.AgentFault;
import hms.cli.agent.SshAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandsTest {
    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void new_key_is_made_for_its_owner_s_eyes_and_enrolled() throws IOException {
        server.on("POST /api/keys", 201, "{}");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("key", "new", "EPA Chief", "--role", "administrator")).isZero();
        var file = folder.resolve("keys/epa-chief");
        assertThat(shell.out())
                .contains("✓ Key made: " + file)
                .contains("✓ Key enrolled for EPA Chief");
        assertThat(mode(folder.resolve("keys"))).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("keys/epa-chief.pub"))).isEqualTo("rw-r--r--");
        var line = Files.readString(folder.resolve("keys/epa-chief.pub")).strip();
        assertThat(line).startsWith("ssh-ed25519 ").endsWith(" EPA Chief");
        assertThat(server.asked("POST /api/keys").body())
                .isEqualTo(
                        "{\"publicKey\":\"%s\",\"owner\":\"EPA Chief\",\"roles\":[\"administrator\"]}"
                                .formatted(line));
    }

    @Test
    void openssh_reads_the_key() throws Exception {
        new Shell(folder).run("key", "new", "EPA Chief", "--no-enrol");
        var file = folder.resolve("keys/epa-chief");
        var derived = run("ssh-keygen", "-y", "-f", file.toString());
        assertThat(Files.readString(folder.resolve("keys/epa-chief.pub")))
                .startsWith(derived.strip().substring(0, 60));
    }

    @Test
    void existing_key_is_never_overwritten() throws IOException {
        var shell = new Shell(folder);
        shell.run("key", "new", "EPA Chief", "--no-enrol");
        var before = Files.readString(folder.resolve("keys/epa-chief"));
        assertThat(shell.run("key", "new", "epa chief", "--no-enrol")).isEqualTo(1);
        assertThat(shell.err()).contains("Nothing was overwritten");
        assertThat(Files.readString(folder.resolve("keys/epa-chief"))).isEqualTo(before);
    }

    @Test
    void key_is_made_even_if_it_cannot_be_enrolled() {
        server.refuses(
                "POST /api/keys", 403, "missing-scope", "The token lacks the scope admin.", "");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("key", "new", "EPA Chief")).isZero();
        assertThat(shell.err()).contains("Not enrolled: The token lacks the scope admin.");
        assertThat(shell.out()).contains("Enrol it: hms key enrol");
        assertThat(folder.resolve("keys/epa-chief")).exists();
    }

    @Test
    void private_key_is_not_sent() {
        new Shell(folder).run("key", "new", "EPA Chief", "--no-enrol");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("key", "enrol", "keys/epa-chief", "--owner", "EPA Chief"))
                .isEqualTo(1);
        assertThat(shell.err()).contains("is a private key. Nothing was sent.");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void key_with_a_passphrase_signs_through_ssh_agent() throws Exception {
        Samples.policy(folder);
        Files.createDirectories(folder.resolve("keys"));
        var file = folder.resolve("keys/epa-chief").toString();
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "EPA Chief", "-f", file);
        var socket = folder.resolve("agent.sock");
        var agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            while (!Files.exists(socket)) {
                Thread.onSpinWait();
            }
            run(socket, "ssh-add", "-q", file);
            run("ssh-keygen", "-q", "-p", "-P", "", "-N", "a passphrase", "-f", file);
            server.on("POST /api/policies", 201, Samples.REPORT)
                    .on("POST /api/policies/epa-pm25-limit/approvals", 201, "{\"run\":1}");
            var shell = new Shell(folder).at(server.uri());
            assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief"))
                    .isEqualTo(1);
            assertThat(shell.err()).contains("protected by a passphrase");
            shell.with("SSH_AUTH_SOCK", socket.toString());
            assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isZero();
            var body = server.asked("POST /api/policies/epa-pm25-limit/approvals").json();
            var verdict =
                    hms.trust.SshSig.verify(
                            body.path("signature").asString(),
                            hms.trust.Keyring.APPROVAL_NAMESPACE,
                            body.path("statement").binaryValue(),
                            hms.trust.JdkEd25519.verifier());
            assertThat(verdict.isAccepted()).isTrue();
            Files.delete(folder.resolve("keys/epa-chief"));
            Files.delete(folder.resolve("keys/epa-chief.pub"));
            assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief"))
                    .as("by the key's comment, without its files")
                    .isZero();
        } finally {
            agent.destroy();
            agent.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void agent_that_is_not_there_is_a_sentence() {
        Assertions.assertThatThrownBy(() -> SshAgent.at(folder.resolve("none")).keys())
                .isInstanceOf(AgentFault.class)
                .hasMessageContaining("could not be asked");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String run(String... command) throws Exception {
        return run(Path.of("/nowhere"), command);
    }

    private static String run(Path agent, String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SSH_AUTH_SOCK", agent.toString());
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
