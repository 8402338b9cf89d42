package hms.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Ed25519Verifier ED25519 = JdkEd25519.verifier();
    private static final String PUBLISHED =
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private static final NoteSigner LOG = SignedNoteTest.signer("log.example/one", 1);
    private static final Checkpoint THREE =
            new Checkpoint("log.example/one", 3, Merkle.root(MerkleTest.leaves(3)));

    @Test
    void published_example_reads_and_writes() {
        var checkpoint = Checkpoint.parse(PUBLISHED);
        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20_852_163);
        assertThat(checkpoint.root().hex()).startsWith("0ac5186a");
        assertThat(checkpoint.extensions()).isEmpty();
        assertThat(checkpoint.text()).isEqualTo(PUBLISHED);
    }

    @Test
    void extension_lines_are_kept() {
        var checkpoint = Checkpoint.parse(PUBLISHED + "one\ntwo 2\n");
        assertThat(checkpoint.extensions()).containsExactly("one", "two 2");
        assertThat(checkpoint.text()).isEqualTo(PUBLISHED + "one\ntwo 2\n");
    }

    @Test
    void signed_checkpoint_opens_with_the_key_of_its_log() {
        var note = THREE.sign(LOG).toString();
        assertThat(Checkpoint.open(note, LOG.verifier(), ED25519))
                .isEqualTo(Verdict.accepted(THREE));
    }

    @Test
    void empty_log_has_one_root_only() {
        var empty = new Checkpoint("log.example/one", 0, Merkle.emptyRoot());
        assertThat(Checkpoint.parse(empty.text())).isEqualTo(empty);
        assertThatThrownBy(() -> new Checkpoint("log.example/one", 0, THREE.root()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void checkpoint_with_anything_changed_does_not_open() {
        var note = THREE.sign(LOG).toString();
        assertThat(open(note.replace("\n3\n", "\n4\n"))).contains("does not fit the text");
        assertThat(open(note.replace("log.example/one\n3", "log.example/two\n3")))
                .contains("does not fit the text");
        assertThat(open(note.replace("\n\n", "\nextension\n\n"))).contains("does not fit the text");
        assertThat(open("")).contains("empty line");
        assertThat(open(SignedNoteTest.signer("log.example/two", 2).sign(THREE.text()).toString()))
                .contains("none of the known keys");
    }

    @Test
    void checkpoint_of_another_log_does_not_open_even_if_our_key_signed_it() {
        var foreign = LOG.sign(PUBLISHED).toString();
        assertThat(open(foreign)).contains("a checkpoint of \"example.com/behind-the-sofa\"");
        assertThatThrownBy(() -> Checkpoint.parse(PUBLISHED).sign(LOG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void signed_text_that_is_no_checkpoint_does_not_open() {
        assertThat(open(LOG.sign("hello\n").toString())).contains("at least three lines");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n\n",
                "o\n1\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
                "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n1 \nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n1e3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n١\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n1\n CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
                "o\r\n1\r\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\r\n"
            })
    void malformed_checkpoints_are_refused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void origins_and_extensions_are_single_lines() {
        var root = THREE.root();
        assertThatThrownBy(() -> new Checkpoint("a\nb", 1, root))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new Checkpoint("o", 1, root, List.of("")))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new Checkpoint("o", -1, root))
                .isInstanceOf(MalformedException.class);
    }

    private static String open(String note) {
        return Checkpoint.open(note, LOG.verifier(), ED25519).refusal().orElseThrow();
    }
}
