package hms.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both directions between this module and the real `ssh-keygen`.
class SshSigTest {
    private static final String NAMESPACE = Keyring.APPROVAL_NAMESPACE;
    private static final byte[] MESSAGE = "The limit is 25 µg/m³.\n".getBytes(UTF_8);
    private static final Ed25519Verifier ED25519 = JdkEd25519.verifier();

    @TempDir private Path folder;
    private SshKeygen ssh = new SshKeygen(Path.of("."));

    @BeforeEach
    void useTheFolder() {
        ssh = new SshKeygen(folder);
    }

    @Test
    void ssh_keygen_verifies_our_signature_with_the_keyring_as_allowed_signers() throws Exception {
        var key = Ed25519PrivateKey.ofSeed(new byte[32]);
        var keyring = Keyring.empty().enrol(key.publicKey(), "p-7f3a", Set.of("approver"), 4);
        ssh.write("signature", SshSig.sign(JdkEd25519.signer(key), NAMESPACE, MESSAGE).armored());
        ssh.write("allowed_signers", keyring.allowedSigners(4));

        var good = verify("p-7f3a", NAMESPACE, MESSAGE);
        assertThat(good.output())
                .startsWith(
                        "Good \""
                                + NAMESPACE
                                + "\" signature for p-7f3a with ED25519 key "
                                + OpenSshKey.fingerprint(key.publicKey()));
        assertThat(good.exit()).isZero();

        assertThat(verify("p-0000", NAMESPACE, MESSAGE).exit()).isNotZero();
        assertThat(verify("p-7f3a", "file", MESSAGE).exit()).isNotZero();
        assertThat(verify("p-7f3a", NAMESPACE, "other".getBytes(UTF_8)).exit()).isNotZero();
    }

    @Test
    void ssh_keygen_finds_our_signature_well_formed_without_a_keyring() throws Exception {
        var key = Ed25519PrivateKey.ofSeed(new byte[32]);
        ssh.write("signature", SshSig.sign(JdkEd25519.signer(key), NAMESPACE, MESSAGE).armored());
        var outcome =
                ssh.run(
                        MESSAGE,
                        "ssh-keygen",
                        "-Y",
                        "check-novalidate",
                        "-n",
                        NAMESPACE,
                        "-s",
                        "signature");
        assertThat(outcome.output()).startsWith("Good");
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void we_verify_the_signature_of_ssh_keygen_with_either_hash() throws Exception {
        var key = ssh.newKey("id", "EPA Chief");
        for (var hash : SshSig.Hash.values()) {
            Files.write(folder.resolve("message"), MESSAGE);
            Files.deleteIfExists(folder.resolve("message.sig"));
            var signed =
                    ssh.run(
                            new byte[0],
                            "ssh-keygen",
                            "-Y",
                            "sign",
                            "-O",
                            "hashalg=" + hash,
                            "-n",
                            NAMESPACE,
                            "-f",
                            "id",
                            "message");
            assertThat(signed.exit()).as(signed.output()).isZero();

            var verdict = SshSig.verify(ssh.read("message.sig"), NAMESPACE, MESSAGE, ED25519);

            assertThat(verdict.refusal()).isEmpty();
            assertThat(verdict.orElseThrow().publicKey()).isEqualTo(key.key().publicKey());
            assertThat(verdict.orElseThrow().hash()).isEqualTo(hash);
            assertThat(verdict.orElseThrow().armored()).isEqualTo(ssh.read("message.sig"));
        }
    }

    @Test
    void ssh_keygen_signs_with_a_key_file_that_we_wrote() throws Exception {
        var key = new OpenSshPrivateKey(Ed25519PrivateKey.ofSeed(new byte[32]), "EPA Chief");
        ssh.write("id", key.format());
        Files.write(folder.resolve("message"), MESSAGE);
        var signed =
                ssh.run(
                        new byte[0],
                        "ssh-keygen",
                        "-Y",
                        "sign",
                        "-n",
                        NAMESPACE,
                        "-f",
                        "id",
                        "message");
        assertThat(signed.exit()).as(signed.output()).isZero();
        assertThat(
                        SshSig.verify(ssh.read("message.sig"), NAMESPACE, MESSAGE, ED25519)
                                .orElseThrow()
                                .publicKey())
                .isEqualTo(key.key().publicKey());
        assertThat(ssh.read("message.sig"))
                .isEqualTo(SshSig.sign(JdkEd25519.signer(key.key()), NAMESPACE, MESSAGE).armored());
    }

    private SshKeygen.Outcome verify(String principal, String namespace, byte[] message)
            throws Exception {
        return ssh.run(
                message,
                "ssh-keygen",
                "-Y",
                "verify",
                "-f",
                "allowed_signers",
                "-I",
                principal,
                "-n",
                namespace,
                "-s",
                "signature");
    }
}
