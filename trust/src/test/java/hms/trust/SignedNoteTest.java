package hms.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    private static final Ed25519Verifier ED25519 = JdkEd25519.verifier();
    private static final NoteSigner LOG = signer("log.example/one", 1);
    private static final NoteSigner WITNESS = signer("witness.example", 2);
    private static final String TEXT = "one line\n\nafter an empty one: µ\n";

    /// The published example of the format.
    private static final NoteVerifier PUBLISHED_KEY =
            NoteVerifier.parse(
                    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

    private static final String PUBLISHED_NOTE =
            "This is an example message.\n\n"
                    + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    @Test
    void published_example_verifies() {
        var note = SignedNote.parse(PUBLISHED_NOTE);
        assertThat(note.verify(PUBLISHED_KEY, ED25519))
                .isEqualTo(Verdict.accepted("This is an example message.\n"));
        assertThat(note).hasToString(PUBLISHED_NOTE);
    }

    @Test
    void note_reads_back_as_it_was_written() {
        var note = WITNESS.cosign(LOG.sign(TEXT));
        assertThat(SignedNote.parse(note.toString())).isEqualTo(note);
        assertThat(SignedNote.parse(note.toString().getBytes(UTF_8))).isEqualTo(note);
        assertThat(note.verify(List.of(LOG.verifier(), WITNESS.verifier()), ED25519).orElseThrow())
                .containsExactly(LOG.verifier(), WITNESS.verifier());
    }

    @Test
    void openssl_verifies_the_signature(@TempDir Path folder) throws Exception {
        var note = LOG.sign(TEXT);
        var spki = HexFormat.of().parseHex("302a300506032b6570032100" + LOG.signer().publicKey());
        Files.write(folder.resolve("key.der"), spki);
        Files.write(folder.resolve("signature"), note.signatures().get(0).signature());
        Files.write(folder.resolve("text"), TEXT.getBytes(UTF_8));
        var tools = new SshKeygen(folder);
        String[] command = {
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-keyform",
            "DER",
            "-inkey",
            "key.der",
            "-rawin",
            "-in",
            "text",
            "-sigfile",
            "signature"
        };
        var good = tools.run(new byte[0], command);
        assertThat(good.exit()).as(good.output()).isZero();
        Files.write(folder.resolve("text"), "another text\n".getBytes(UTF_8));
        assertThat(tools.run(new byte[0], command).exit()).isNotZero();
    }

    @Test
    void changed_text_is_refused() {
        var note = new SignedNote(TEXT + "more\n", LOG.sign(TEXT).signatures());
        assertThat(note.verify(LOG.verifier(), ED25519).refusal().orElseThrow())
                .contains("log.example/one")
                .contains("does not fit the text");
    }

    @Test
    void signatures_by_unknown_keys_are_ignored_but_do_not_count() {
        var note = WITNESS.cosign(LOG.sign(TEXT));
        assertThat(note.verify(WITNESS.verifier(), ED25519).isAccepted()).isTrue();
        assertThat(
                        note.verify(signer("other.example", 1).verifier(), ED25519)
                                .refusal()
                                .orElseThrow())
                .contains("none of the known keys")
                .contains("log.example/one");
        assertThat(note.verify(List.of(), ED25519).isAccepted()).isFalse();
    }

    @Test
    void key_of_the_same_name_with_another_id_is_another_key() {
        var impostor = signer("log.example/one", 3);
        assertThat(impostor.sign(TEXT).verify(LOG.verifier(), ED25519).isAccepted()).isFalse();
    }

    @Test
    void wrong_signature_by_one_known_key_refuses_the_whole_note() {
        var forged = NoteSignature.of(WITNESS.verifier(), new byte[64]);
        var note = LOG.sign(TEXT).with(forged);
        assertThat(note.verify(LOG.verifier(), ED25519).isAccepted()).isTrue();
        assertThat(
                        note.verify(List.of(LOG.verifier(), WITNESS.verifier()), ED25519)
                                .refusal()
                                .orElseThrow())
                .contains("witness.example");
    }

    @Test
    void second_signature_by_the_same_key_is_refused() {
        var note = LOG.cosign(LOG.sign(TEXT));
        assertThat(note.verify(LOG.verifier(), ED25519).refusal().orElseThrow())
                .contains("two signatures by log.example/one");
    }

    @Test
    void signatures_of_other_types_and_lengths_are_kept() {
        var note =
                new SignedNote(
                        TEXT,
                        List.of(
                                LOG.sign(TEXT).signatures().get(0),
                                new NoteSignature(
                                        "pq.example", StrictText.base64(new byte[2428]))));
        var read = SignedNote.parse(note.toString());
        assertThat(read.signatures()).hasSize(2);
        assertThat(read.verify(LOG.verifier(), ED25519).isAccepted()).isTrue();
    }

    static Stream<String> malformedNotes() {
        var good = LOG.sign("text\n").toString();
        var line = LOG.sign("text\n").signatures().get(0).toString();
        var blob = LOG.sign("text\n").signatures().get(0).blob();
        return Stream.of(
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                good.substring(0, good.length() - 1),
                good + "\n",
                good + "trailing\n",
                good.replace("\n\n", "\n"),
                good.replace("\n", "\r\n"),
                "te\u0000xt\n\n" + line + "\n",
                "te\txt\n\n" + line + "\n",
                "te\ud800xt\n\n" + line + "\n",
                "text\n\n" + line.replace("—", "-") + "\n",
                "text\n\n" + line.replace("— ", "—") + "\n",
                "text\n\n" + line.replace("— ", "—  ") + "\n",
                "text\n\n— log.example/one\n",
                "text\n\n— log.example/one \n",
                "text\n\n—  " + blob + "\n",
                "text\n\n— log+example " + blob + "\n",
                "text\n\n— log\u00a0example " + blob + "\n",
                "text\n\n— log.example/one  " + blob + "\n",
                "text\n\n— log.example/one " + blob + " \n",
                "text\n\n— log.example/one " + blob.substring(0, blob.length() - 4) + "==\n",
                "text\n\n— log.example/one " + blob.replace("=", "") + "\n",
                "text\n\n— log.example/one AAAAAA==\n",
                "text\n\n— log.example/one AAAAAAF=\n",
                "text\n\n— log.example/one not-base64!\n",
                "text\n\n" + (line + "\n").repeat(65));
    }

    @ParameterizedTest
    @MethodSource("malformedNotes")
    void malformed_notes_are_refused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(MalformedException.class);
    }

    @Test
    void invalid_utf_8_and_huge_notes_are_refused() {
        var latin = LOG.sign("µ\n").toString().replace("—", "-").getBytes(ISO_8859_1);
        assertThatThrownBy(() -> SignedNote.parse(latin)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> SignedNote.parse(new byte[(1 << 20) + 1]))
                .hasMessageContaining("1 MiB");
        assertThatThrownBy(() -> SignedNote.parse("x".repeat((1 << 20) + 1)))
                .hasMessageContaining("1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no newline", "carriage\r\n", "nul\0\n", "tab\t\n", "\ud800\n"})
    void texts_that_cannot_be_in_a_note_are_not_signed(String text) {
        assertThatThrownBy(() -> LOG.sign(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void verifier_key_reads_back_as_it_was_written() {
        assertThat(NoteVerifier.parse(LOG.verifier().toString())).isEqualTo(LOG.verifier());
        assertThat(PUBLISHED_KEY.keyId()).isEqualTo("530d903a");
        assertThat(PUBLISHED_KEY)
                .hasToString(
                        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k+x",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
                "example.com/foo +530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void malformed_verifier_keys_are_refused(String vkey) {
        assertThatThrownBy(() -> NoteVerifier.parse(vkey)).isInstanceOf(MalformedException.class);
    }

    static NoteSigner signer(String name, int seed) {
        var bytes = new byte[32];
        bytes[0] = (byte) seed;
        return new NoteSigner(name, JdkEd25519.signer(Ed25519PrivateKey.ofSeed(bytes)));
    }
}
