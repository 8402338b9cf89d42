package hms.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures that were damaged, forged, or made for something else.
class SshSigHostileTest {
    private static final String NAMESPACE = Keyring.APPROVAL_NAMESPACE;
    private static final byte[] MESSAGE = "approve".getBytes(UTF_8);
    private static final Ed25519Verifier ED25519 = JdkEd25519.verifier();
    private static final Armor ARMOR = new Armor("SSH SIGNATURE", "a test's signature");
    private static final Ed25519Signer SIGNER =
            JdkEd25519.signer(Ed25519PrivateKey.ofSeed(new byte[32]));
    private static final SshSig GOOD = SshSig.sign(SIGNER, NAMESPACE, MESSAGE);

    private static String refusal(String armored) {
        return SshSig.verify(armored, NAMESPACE, MESSAGE, ED25519).refusal().orElse("accepted");
    }

    @Test
    void signature_of_another_message_is_refused() {
        assertThat(
                        GOOD.verify(NAMESPACE, "reject".getBytes(UTF_8), ED25519)
                                .refusal()
                                .orElseThrow())
                .contains("does not fit")
                .contains("SHA256:");
    }

    @Test
    void signature_for_another_namespace_is_refused() {
        assertThat(refusal(SshSig.sign(SIGNER, "file", MESSAGE).armored()))
                .contains("for \"file\", not for \"policy-approval@hms\"");
        var renamed = new SshSig(GOOD.publicKey(), "file", GOOD.hash(), GOOD.signature());
        assertThat(renamed.verify("file", MESSAGE, ED25519).isAccepted()).isFalse();
    }

    @Test
    void signature_under_another_key_or_hash_is_refused() {
        var seed = new byte[32];
        seed[0] = 1;
        var other = Ed25519PrivateKey.ofSeed(seed).publicKey();
        assertThat(refusal(new SshSig(other, NAMESPACE, GOOD.hash(), GOOD.signature()).armored()))
                .contains("does not fit");
        assertThat(
                        refusal(
                                new SshSig(
                                                GOOD.publicKey(),
                                                NAMESPACE,
                                                SshSig.Hash.SHA256,
                                                GOOD.signature())
                                        .armored()))
                .contains("does not fit");
    }

    static Stream<Arguments> malformedFields() {
        var key = SshWire.publicKeyBlob(GOOD.publicKey());
        var signature = new SshWire.Writer().string("ssh-ed25519").string(new byte[64]).bytes();
        var rsa = new SshWire.Writer().string("ssh-rsa").string(new byte[64]).bytes();
        var hardware =
                new SshWire.Writer()
                        .string("sk-ssh-ed25519@openssh.com")
                        .string(new byte[32])
                        .string("ssh:")
                        .bytes();
        return Stream.of(
                Arguments.of("magic", blob("SSHSIX", 1, key, NAMESPACE, "", "sha512", signature)),
                Arguments.of(
                        "version 1", blob("SSHSIG", 2, key, NAMESPACE, "", "sha512", signature)),
                Arguments.of(
                        "4294967295", blob("SSHSIG", -1, key, NAMESPACE, "", "sha512", signature)),
                Arguments.of("ssh-rsa", blob("SSHSIG", 1, rsa, NAMESPACE, "", "sha512", signature)),
                Arguments.of(
                        "sk-ssh-ed25519@openssh.com",
                        blob("SSHSIG", 1, hardware, NAMESPACE, "", "sha512", signature)),
                Arguments.of("namespace", blob("SSHSIG", 1, key, "", "", "sha512", signature)),
                Arguments.of(
                        "namespace", blob("SSHSIG", 1, key, "two words", "", "sha512", signature)),
                Arguments.of(
                        "reserved", blob("SSHSIG", 1, key, NAMESPACE, "x", "sha512", signature)),
                Arguments.of("sha1", blob("SSHSIG", 1, key, NAMESPACE, "", "sha1", signature)),
                Arguments.of("SHA512", blob("SSHSIG", 1, key, NAMESPACE, "", "SHA512", signature)),
                Arguments.of("hash", blob("SSHSIG", 1, key, NAMESPACE, "", "", signature)),
                Arguments.of("ssh-rsa", blob("SSHSIG", 1, key, NAMESPACE, "", "sha512", rsa)),
                Arguments.of(
                        "64 bytes, not 63",
                        blob(
                                "SSHSIG",
                                1,
                                key,
                                NAMESPACE,
                                "",
                                "sha512",
                                new SshWire.Writer()
                                        .string("ssh-ed25519")
                                        .string(new byte[63])
                                        .bytes())),
                Arguments.of(
                        "after its end",
                        blob(
                                "SSHSIG",
                                1,
                                key,
                                NAMESPACE,
                                "",
                                "sha512",
                                Arrays.copyOf(signature, signature.length + 1))),
                Arguments.of(
                        "after its end",
                        blob(
                                "SSHSIG",
                                1,
                                Arrays.copyOf(key, key.length + 1),
                                NAMESPACE,
                                "",
                                "sha512",
                                signature)),
                Arguments.of(
                        "after its end",
                        Arrays.copyOf(
                                blob("SSHSIG", 1, key, NAMESPACE, "", "sha512", signature), 300)),
                Arguments.of(
                        "small order",
                        blob(
                                "SSHSIG",
                                1,
                                new SshWire.Writer()
                                        .string("ssh-ed25519")
                                        .string(new byte[32])
                                        .bytes(),
                                NAMESPACE,
                                "",
                                "sha512",
                                signature)),
                Arguments.of(
                        "does not fit",
                        blob("SSHSIG", 1, key, NAMESPACE, "", "sha512", signature)));
    }

    @ParameterizedTest
    @MethodSource("malformedFields")
    void malformed_fields_are_refused_by_name(String named, byte[] blob) {
        assertThat(refusal(ARMOR.format(blob))).contains(named);
    }

    @Test
    void every_truncation_is_refused() {
        var blob = ARMOR.parse(GOOD.armored());
        for (var length = 0; length < blob.length; length++) {
            var armored = ARMOR.format(Arrays.copyOf(blob, length));
            assertThatThrownBy(() -> SshSig.parse(armored)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void every_changed_byte_is_refused() {
        var blob = ARMOR.parse(GOOD.armored());
        for (var i = 0; i < blob.length; i++) {
            var changed = blob.clone();
            changed[i] ^= 0x01;
            assertThat(refusal(ARMOR.format(changed))).as("byte " + i).isNotEqualTo("accepted");
        }
    }

    static Stream<Arguments> malformedArmors() {
        var good = GOOD.armored();
        var lines = good.split("\n", -1);
        return Stream.of(
                Arguments.of("", "begins with"),
                Arguments.of("garbage", "begins with"),
                Arguments.of(good.replace("SIGNATURE", "SIGNATUR"), "begins with"),
                Arguments.of("\n" + good, "begins with"),
                Arguments.of(" " + good, "begins with"),
                Arguments.of(good.replace("-----END SSH SIGNATURE-----\n", ""), "ends with"),
                Arguments.of(good + "\n", "ends with"),
                Arguments.of(good + "trailing", "ends with"),
                Arguments.of(good + good, "line"),
                Arguments.of(good.replace("\n", "\r\n"), "Windows"),
                Arguments.of(good.replace(lines[2], ""), "line 3"),
                Arguments.of(good.replace(lines[1], lines[1] + "AAAA"), "line"),
                Arguments.of(good.replace(lines[2], lines[2].substring(1)), "line 3"),
                Arguments.of(good.replace("\n" + lines[2], lines[2]), "line"),
                Arguments.of(good.replace("U1NI", "U1N!"), "Base64"),
                Arguments.of(good.replace("U1NI", "U1 I"), "Base64"),
                Arguments.of(good.replace("+", "-").replace("/", "_"), "Base64"),
                Arguments.of(good + "x".repeat(70_000), "at most"));
    }

    @ParameterizedTest
    @MethodSource("malformedArmors")
    void malformed_armors_are_refused(String armored, String reason) {
        assertThat(refusal(armored)).contains(reason);
    }

    @Test
    void leftover_bits_in_base64_are_refused() {
        var good = SshSig.sign(SIGNER, "namespace", MESSAGE).armored();
        var end = good.indexOf('=');
        var changed =
                good.substring(0, end - 1)
                        + (char) (good.charAt(end - 1) + 1)
                        + good.substring(end);
        assertThat(refusal(good)).contains("for \"namespace\"");
        assertThat(refusal(changed)).contains("canonical");
    }

    @Test
    void last_line_end_is_optional_and_other_line_widths_are_read() {
        var good = GOOD.armored();
        assertThat(refusal(good.substring(0, good.length() - 1))).isEqualTo("accepted");
        var base64 = StrictText.base64(ARMOR.parse(good));
        var wrapped = base64.replaceAll("(.{64})", "$1\n").strip();
        assertThat(
                        refusal(
                                "-----BEGIN SSH SIGNATURE-----\n"
                                        + wrapped
                                        + "\n-----END SSH SIGNATURE-----\n"))
                .isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "µ", "\u202e"})
    void namespaces_that_are_no_words_cannot_be_signed_for(String namespace) {
        assertThatThrownBy(() -> SshSig.sign(SIGNER, namespace, MESSAGE))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("namespace");
    }

    private static byte[] blob(
            String magic,
            int version,
            byte[] key,
            String namespace,
            String reserved,
            String hash,
            byte[] signature) {
        return new SshWire.Writer()
                .raw(magic.getBytes(US_ASCII))
                .uint32(version)
                .string(key)
                .string(namespace)
                .string(reserved)
                .string(hash)
                .string(signature)
                .bytes();
    }
}
