package hms.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
    private static final Ed25519PublicKey ONE = key(1);
    private static final Ed25519PublicKey TWO = key(2);
    private static final Keyring RING =
            Keyring.empty()
                    .enrol(ONE, "p-chief", Set.of("approver", "author"), 10)
                    .enrol(TWO, "p-deputy", Set.of("approver"), 20)
                    .revoke(ONE, 30);

    @Test
    void key_is_good_from_its_enrolment_up_to_its_revocation() {
        assertThat(RING.status(ONE, 9)).isInstanceOf(Keyring.Status.NotYetEnrolled.class);
        assertThat(RING.status(ONE, 10)).isInstanceOf(Keyring.Status.Good.class);
        assertThat(RING.status(ONE, 29)).isInstanceOf(Keyring.Status.Good.class);
        assertThat(RING.status(ONE, 30)).isInstanceOf(Keyring.Status.Revoked.class);
        assertThat(RING.status(ONE, Long.MAX_VALUE)).isInstanceOf(Keyring.Status.Revoked.class);
        assertThat(RING.status(TWO, 1_000_000)).isInstanceOf(Keyring.Status.Good.class);
        assertThat(RING.status(key(3), 10)).isInstanceOf(Keyring.Status.Unknown.class);
    }

    @Test
    void good_key_names_its_owner_and_roles() {
        var enrolment =
                RING.status(ONE, 10).<Keyring.Enrolment>fold(good -> good, reason -> fail(reason));
        assertThat(enrolment.owner()).isEqualTo("p-chief");
        assertThat(enrolment.roles()).containsExactlyInAnyOrder("approver", "author");
        assertThat(RING.find(ONE).orElseThrow().revocation()).hasValue(30);
        assertThat(RING.find(TWO).orElseThrow().revocation()).isEmpty();
        assertThat(RING.find(key(3))).isEmpty();
    }

    @Test
    void key_that_is_not_good_says_why() {
        assertThat(reason(RING.status(ONE, 9))).contains("p-chief").contains("only at entry 10");
        assertThat(reason(RING.status(ONE, 31)))
                .contains("p-chief")
                .contains("revoked at entry 30");
        assertThat(reason(RING.status(key(3), 9)))
                .contains("not on the keyring")
                .contains("hms key enrol");
    }

    @Test
    void key_is_enrolled_once_and_never_comes_back() {
        assertThatThrownBy(() -> RING.enrol(TWO, "p-chief", Set.of(), 40))
                .hasMessageContaining("enrolled for p-deputy already");
        assertThatThrownBy(() -> RING.enrol(ONE, "p-chief", Set.of(), 40))
                .hasMessageContaining("revoked already");
        assertThatThrownBy(() -> RING.revoke(ONE, 40)).hasMessageContaining("revoked already");
        assertThatThrownBy(() -> RING.revoke(key(3), 40))
                .hasMessageContaining("not on the keyring");
        assertThatThrownBy(() -> RING.revoke(TWO, 19)).hasMessageContaining("revoked at 19");
    }

    @Test
    void ring_is_unchanged_by_what_is_derived_from_it() {
        RING.revoke(TWO, 50);
        assertThat(RING.status(TWO, 60)).isInstanceOf(Keyring.Status.Good.class);
        assertThat(Keyring.empty().enrolments()).isEmpty();
        assertThat(RING.owners()).containsExactly("p-chief", "p-deputy");
        assertThat(RING.keysOf("p-chief", 29)).hasSize(1);
        assertThat(RING.keysOf("p-chief", 30)).isEmpty();
    }

    @Test
    void allowed_signers_are_the_keys_that_are_good_at_the_position() {
        var one = "p-chief namespaces=\"policy-approval@hms\" " + new OpenSshKey(ONE, "") + "\n";
        var two = "p-deputy namespaces=\"policy-approval@hms\" " + new OpenSshKey(TWO, "") + "\n";
        assertThat(RING.allowedSigners(5)).isEmpty();
        assertThat(RING.allowedSigners(10)).isEqualTo(one);
        assertThat(RING.allowedSigners(20)).isEqualTo(one + two);
        assertThat(RING.allowedSigners(30)).isEqualTo(two);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a,b", "*", "a*", "!a", "\"a\"", "a\nb", "#a", "-a", "µ"})
    void owners_and_roles_that_would_mean_more_in_a_signers_file_are_refused(String name) {
        assertThatThrownBy(() -> RING.enrol(key(3), name, Set.of(), 40))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> RING.enrol(key(3), "p-3", Set.of(name), 40))
                .isInstanceOf(MalformedException.class);
    }

    private static String reason(Keyring.Status status) {
        return status.fold(good -> "good", reason -> reason);
    }

    private static Keyring.Enrolment fail(String reason) {
        throw new AssertionError(reason);
    }

    private static Ed25519PublicKey key(int seed) {
        var bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Ed25519PrivateKey.ofSeed(bytes).publicKey();
    }
}
