package hms.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlogProofTest {
    private static final Ed25519Verifier ED25519 = JdkEd25519.verifier();
    private static final NoteSigner LOG = SignedNoteTest.signer("log.example/one", 1);
    private static final List<Digest> LEAVES = MerkleTest.leaves(11);
    private static final Checkpoint HEAD =
            new Checkpoint("log.example/one", 11, Merkle.root(LEAVES));

    @Test
    void proof_of_every_entry_reads_back_and_verifies_for_that_entry_only() {
        for (var index = 0; index < LEAVES.size(); index++) {
            var proof = TlogProof.parse(proof(index).toString());
            assertThat(proof).isEqualTo(proof(index));
            var other = LEAVES.get((index + 1) % LEAVES.size());
            assertThat(proof.verify(other, LOG.verifier(), ED25519).isAccepted()).isFalse();
            assertThat(proof.verify(LEAVES.get(index), LOG.verifier(), ED25519))
                    .isEqualTo(Verdict.accepted(HEAD));
        }
    }

    @Test
    void text_is_that_of_the_standard() {
        var text = new TlogProof(3, LEAVES.subList(0, 1), HEAD.sign(LOG), "AQID").toString();
        var root = StrictText.base64(HEAD.root().bytes());
        var hash = StrictText.base64(LEAVES.get(0).bytes());
        assertThat(text)
                .startsWith(
                        "c2sp.org/tlog-proof@v1\nextra AQID\nindex 3\n"
                                + hash
                                + "\n\nlog.example/one\n11\n"
                                + root
                                + "\n\n— log.example/one ");
        assertThat(TlogProof.parse(text).extra()).isEqualTo("AQID");
    }

    @Test
    void proof_in_a_log_of_one_entry_has_no_path() {
        var head = new Checkpoint("log.example/one", 1, LEAVES.get(0));
        var proof = TlogProof.parse(new TlogProof(0, List.of(), head.sign(LOG)).toString());
        assertThat(proof.verify(LEAVES.get(0), LOG.verifier(), ED25519))
                .isEqualTo(Verdict.accepted(head));
    }

    @Test
    void index_beyond_the_checkpoint_is_refused() {
        var head = new Checkpoint("log.example/one", 1, LEAVES.get(0));
        var proof = new TlogProof(1, List.of(), head.sign(LOG));
        assertThat(refusal(proof, 0)).contains("entry 1").contains("log of 1 entries");
    }

    @Test
    void path_of_another_length_is_refused() {
        var longer = new ArrayList<>(proof(4).path());
        longer.add(HEAD.root());
        assertThat(refusal(new TlogProof(4, longer, HEAD.sign(LOG)), 4)).contains("does not lead");
        var shorter = proof(4).path().subList(0, 3);
        assertThat(refusal(new TlogProof(4, shorter, HEAD.sign(LOG)), 4)).contains("does not lead");
    }

    @Test
    void checkpoint_by_another_key_is_refused() {
        var forged = SignedNoteTest.signer("log.example/one", 9);
        assertThat(refusal(new TlogProof(4, proof(4).path(), HEAD.sign(forged)), 4))
                .contains("none of the known keys");
    }

    static Stream<String> malformedProofs() {
        var good = proof(4).toString();
        return Stream.of(
                "",
                "\n\n",
                good.replace("tlog-proof@v1", "tlog-proof@v2"),
                "\n" + good,
                good.replace("index 4", "index 04"),
                good.replace("index 4", "index -4"),
                good.replace("index 4", "index  4"),
                good.replace("index 4", "index"),
                good.replace("index 4", "index 9223372036854775808"),
                good.replace("index 4\n", ""),
                good.replace("index 4\n", "extra \nindex 4\n"),
                good.replace("index 4\n", "extra AB==\nindex 4\n"),
                good.replace("index 4\n", "extra AA==\nextra AA==\nindex 4\n"),
                good.replace("index 4\n", "index 4\nextra AA==\n"),
                good.replace("index 4\n", "index 4\nAAAA\n"),
                good.replace("index 4\n", "index 4\n\n"),
                good.replaceFirst("\n\n", "\n"),
                good.replace("\n", "\r\n"),
                good.substring(0, good.indexOf("\n\n") + 2),
                good + "x",
                good.replace(
                        "index 4\n",
                        "index 4\n" + (StrictText.base64(new byte[32]) + "\n").repeat(60)));
    }

    @ParameterizedTest
    @MethodSource("malformedProofs")
    void malformed_proofs_are_refused(String proof) {
        assertThatThrownBy(() -> TlogProof.parse(proof)).isInstanceOf(MalformedException.class);
    }

    private static TlogProof proof(int index) {
        return new TlogProof(index, Merkle.inclusionPath(LEAVES, index), HEAD.sign(LOG));
    }

    private static String refusal(TlogProof proof, int leaf) {
        return proof.verify(LEAVES.get(leaf), LOG.verifier(), ED25519).refusal().orElseThrow();
    }
}
