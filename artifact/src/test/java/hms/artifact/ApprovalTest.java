package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Ed25519Signer;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.SshSig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalTest {
    private static final Instant ISSUED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-06-01T12:00:00Z");
    private static final Ed25519Signer CHIEF = signer(1);
    private static final Ed25519Signer OTHER = signer(2);
    private static final Keyring KEYRING =
            Keyring.empty().enrol(CHIEF.publicKey(), "epa-chief", Set.of("approver"), 5);
    private static final Artifact PM25 =
            Documents.yaml(
                    "id: epa-pm25-limit\nversion: 2.0.0\nlimit: 25\nscenarios: [scenarios/pm25.yaml]\n");
    private static final Manifest.Member MEMBER =
            Manifest.Member.of(PM25, Map.of("scenarios/pm25.yaml", bytes("cases")));

    private static Ed25519Signer signer(int seed) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return JdkEd25519.signer(Ed25519PrivateKey.ofSeed(bytes));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ApprovalStatement statement(ApprovalStatement.Subject subject) {
        return new ApprovalStatement(
                subject,
                List.of("production"),
                "EPA Chief",
                "Tightened.",
                ISSUED,
                EXPIRES,
                Optional.empty());
    }

    private static SignedApproval sign(byte[] statement, Ed25519Signer signer) {
        return new SignedApproval(
                statement, SshSig.sign(signer, Keyring.APPROVAL_NAMESPACE, statement).armored());
    }

    private static ApprovalVerifier verifier(Keyring keyring) {
        return new ApprovalVerifier(JdkEd25519.verifier(), keyring);
    }

    private static ApprovalVerifier.Claim claim(Manifest.Member member) {
        return new ApprovalVerifier.Claim(
                member, Optional.empty(), "production", ISSUED.plus(Duration.ofDays(1)));
    }

    private static ApprovalResult verify(ApprovalVerifier.Claim claim) {
        var signed = sign(statement(new ApprovalStatement.Subject.Single(MEMBER)).bytes(), CHIEF);
        return verifier(KEYRING).verify(signed, claim, 9);
    }

    private static ApprovalResult.Reason reason(ApprovalResult result) {
        assertThat(result).isInstanceOf(ApprovalResult.Refused.class);
        return ((ApprovalResult.Refused) result).reason();
    }

    @Test
    void statement_has_one_form() {
        var hex = PM25.digest().hex();
        var file = Digest.sha256(bytes("cases")).hex();
        assertThat(statement(new ApprovalStatement.Subject.Single(MEMBER)).json())
                .isEqualTo(
                        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"epa-pm25-limit@2.0.0\",\"digest\":{\"sha256\":\""
                                + hex
                                + "\"}},{\"name\":\"scenarios/pm25.yaml\",\"digest\":{\"sha256\":\""
                                + file
                                + "\"}}],\"predicateType\":\"https://hms-svc.org/policy-approval/v1\",\"predicate\":{\"policies\":[{\"id\":\"epa-pm25-limit\",\"version\":\"2.0.0\"}],"
                                + "\"environments\":[\"production\"],\"approver\":\"EPA Chief\",\"comment\":\"Tightened.\",\"issued\":\"2026-03-01T12:00:00Z\",\"expires\":\"2026-06-01T12:00:00Z\"}}");
    }

    @Test
    void statement_is_read_back_as_it_was() {
        var emergency =
                new ApprovalStatement(
                        new ApprovalStatement.Subject.Release(3, Digest.sha256(bytes("root"))),
                        List.of("staging", "production"),
                        "Ü \"x\"",
                        "",
                        ISSUED,
                        EXPIRES,
                        Optional.of("Harm."));
        for (var statement :
                List.of(statement(new ApprovalStatement.Subject.Single(MEMBER)), emergency)) {
            assertThat(ApprovalStatement.parse(statement.bytes()).orElseThrow())
                    .isEqualTo(statement);
        }
        assertThat(emergency.environments()).containsExactly("production", "staging");
    }

    @Test
    void approval_by_an_enrolled_key_counts() {
        var result = verify(claim(MEMBER));
        assertThat(result).isInstanceOf(ApprovalResult.Accepted.class);
        assertThat(((ApprovalResult.Accepted) result).enrolment().owner()).isEqualTo("epa-chief");
    }

    @Test
    void changing_any_byte_of_the_artifact_voids_the_approval() {
        var changed = Documents.yaml(new String(PM25.bytes(), StandardCharsets.UTF_8) + "\n");
        var member = Manifest.Member.of(changed, Map.of("scenarios/pm25.yaml", bytes("cases")));
        assertThat(reason(verify(claim(member)))).isEqualTo(ApprovalResult.Reason.OTHER_ARTIFACT);
        assertThat(((ApprovalResult.Refused) verify(claim(member))).message())
                .contains("changed after the approval");
    }

    @Test
    void changing_a_named_file_voids_the_approval() {
        var member = Manifest.Member.of(PM25, Map.of("scenarios/pm25.yaml", bytes("Cases")));
        assertThat(reason(verify(claim(member)))).isEqualTo(ApprovalResult.Reason.OTHER_ARTIFACT);
    }

    @Test
    void approval_for_another_version_policy_or_environment_is_refused() {
        var other =
                new Manifest.Member(
                        PolicyId.of("other"), MEMBER.version(), MEMBER.digest(), MEMBER.files());
        assertThat(reason(verify(claim(other)))).isEqualTo(ApprovalResult.Reason.OTHER_ARTIFACT);
        var next =
                new Manifest.Member(
                        MEMBER.id(), Version.of(2, 0, 1), MEMBER.digest(), MEMBER.files());
        assertThat(reason(verify(claim(next)))).isEqualTo(ApprovalResult.Reason.OTHER_ARTIFACT);
        var staging = new ApprovalVerifier.Claim(MEMBER, Optional.empty(), "staging", ISSUED);
        assertThat(reason(verify(staging))).isEqualTo(ApprovalResult.Reason.OTHER_ENVIRONMENT);
    }

    @Test
    void expired_and_future_approvals_are_refused() {
        var late = new ApprovalVerifier.Claim(MEMBER, Optional.empty(), "production", EXPIRES);
        assertThat(reason(verify(late))).isEqualTo(ApprovalResult.Reason.EXPIRED);
        var lastMoment =
                new ApprovalVerifier.Claim(
                        MEMBER, Optional.empty(), "production", EXPIRES.minusNanos(1));
        assertThat(verify(lastMoment)).isInstanceOf(ApprovalResult.Accepted.class);
        var early =
                new ApprovalVerifier.Claim(
                        MEMBER,
                        Optional.empty(),
                        "production",
                        ISSUED.minus(Duration.ofMinutes(6)));
        assertThat(reason(verify(early))).isEqualTo(ApprovalResult.Reason.NOT_YET_ISSUED);
    }

    @Test
    void unknown_and_revoked_keys_are_refused() {
        var statement = statement(new ApprovalStatement.Subject.Single(MEMBER)).bytes();
        assertThat(reason(verifier(KEYRING).verify(sign(statement, OTHER), claim(MEMBER), 9)))
                .isEqualTo(ApprovalResult.Reason.UNKNOWN_KEY);
        assertThat(reason(verifier(KEYRING).verify(sign(statement, CHIEF), claim(MEMBER), 4)))
                .isEqualTo(ApprovalResult.Reason.UNKNOWN_KEY);
        var revoked = KEYRING.revoke(CHIEF.publicKey(), 8);
        assertThat(reason(verifier(revoked).verify(sign(statement, CHIEF), claim(MEMBER), 9)))
                .isEqualTo(ApprovalResult.Reason.REVOKED_KEY);
        assertThat(verifier(revoked).verify(sign(statement, CHIEF), claim(MEMBER), 7))
                .isInstanceOf(ApprovalResult.Accepted.class);
    }

    @Test
    void signature_over_other_bytes_or_for_another_purpose_is_refused() {
        var statement = statement(new ApprovalStatement.Subject.Single(MEMBER)).bytes();
        var moved = new SignedApproval(statement, sign(bytes("other"), CHIEF).signature());
        assertThat(reason(verifier(KEYRING).authenticate(moved, 9)))
                .isEqualTo(ApprovalResult.Reason.SIGNATURE);
        var purpose =
                new SignedApproval(statement, SshSig.sign(CHIEF, "file", statement).armored());
        assertThat(reason(verifier(KEYRING).authenticate(purpose, 9)))
                .isEqualTo(ApprovalResult.Reason.SIGNATURE);
        var junk = new SignedApproval(statement, "not a signature");
        assertThat(reason(verifier(KEYRING).authenticate(junk, 9)))
                .isEqualTo(ApprovalResult.Reason.SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an unknown field      | \"approver\" | \"x\":1,\"approver\"",
                "a blank               | \"approver\": | \"approver\" :",
                "another type          | Statement/v1 | Statement/v0.1",
                "another predicate     | policy-approval/v1 | policy-approval/v2",
                "another order         | \"issued\":\"2026-03-01T12:00:00Z\",\"expires\":\"2026-06-01T12:00:00Z\" | \"expires\":\"2026-06-01T12:00:00Z\",\"issued\":\"2026-03-01T12:00:00Z\"",
                "an escape             | EPA | \\u0045PA",
                "an instant as offset  | 2026-03-01T12:00:00Z | 2026-03-01T12:00:00+00:00",
                "an instant with zeros | 2026-03-01T12:00:00Z | 2026-03-01T12:00:00.000Z",
                "an impossible instant | 2026-03-01T12:00:00Z | 2026-02-30T12:00:00Z",
                "expiry before issue   | 2026-06-01T12 | 2026-01-01T12",
                "no environment        | [\"production\"] | []",
                "a doubled environment | [\"production\"] | [\"production\",\"production\"]",
                "a bad environment     | [\"production\"] | [\"../production\"]",
                "an upper-case digest  | \"sha256\":\" | \"sha256\":\"A",
                "a second policy       | \"policies\":[ | \"policies\":[{\"id\":\"x\",\"version\":\"1.0.0\"},",
                "no subject            | \"subject\":[{ | \"subject\":[],\"subjects\":[{",
                "a doubled key         | \"approver\":\"EPA Chief\" | \"approver\":\"EPA Chief\",\"approver\":\"EPA Chief\"",
                "a blank approver      | EPA Chief | ` `",
                "a bidi approver       | EPA Chief | EPA\\u202eChief",
                "a name unlike policy  | epa-pm25-limit@2.0.0 | epa-pm25-limit@2.0.1",
                "a file outside        | scenarios/pm25.yaml | ../pm25.yaml",
                "a second document     | Z\"}} | Z\"}}{}",
            })
    void statement_in_any_other_form_is_refused(String what, String from, String to) {
        var json = statement(new ApprovalStatement.Subject.Single(MEMBER)).json();
        var changed = json.replace(from, to);
        assertThat(changed).describedAs(what).isNotEqualTo(json);
        var verdict = ApprovalStatement.parse(bytes(changed));
        assertThat(verdict.isAccepted()).describedAs(what).isFalse();
        assertThat(verdict.refusal().orElseThrow()).startsWith("the approval statement");
    }

    @Test
    void statement_that_is_no_statement_is_refused() {
        for (var text :
                List.of(
                        "",
                        "x",
                        "{}",
                        "[]",
                        "null",
                        "{\"_type\":1}",
                        "{\"_type\":\"https://in-toto.io/Statement/v1\"}",
                        "[".repeat(100_000),
                        "\u0000")) {
            assertThat(ApprovalStatement.parse(bytes(text)).isAccepted())
                    .describedAs(text)
                    .isFalse();
        }
    }

    @Test
    void one_signature_covers_every_member_of_a_release() {
        var members = members(UnaryOperator.identity());
        var manifest = new Manifest(members);
        var approval =
                (ApprovalResult.Accepted)
                        verifier(KEYRING)
                                .authenticate(
                                        sign(
                                                statement(ApprovalStatement.Subject.of(manifest))
                                                        .bytes(),
                                                CHIEF),
                                        9);
        var paths = manifest.paths();
        for (var i = 0; i < manifest.size(); i++) {
            assertThat(paths.get(i)).isEqualTo(manifest.path(i));
            assertThat(judge(approval, manifest.members().get(i), paths.get(i)))
                    .isInstanceOf(ApprovalResult.Accepted.class);
        }
        var member = manifest.members().get(3);
        assertThat(reason(judge(approval, member, paths.get(4))))
                .isEqualTo(ApprovalResult.Reason.OTHER_ARTIFACT);
        var changed =
                new Manifest.Member(member.id(), member.version(), PM25.digest(), member.files());
        assertThat(reason(judge(approval, changed, paths.get(3))))
                .isEqualTo(ApprovalResult.Reason.OTHER_ARTIFACT);
        assertThat(reason(ApprovalVerifier.judge(approval, claim(member))))
                .isEqualTo(ApprovalResult.Reason.OTHER_ARTIFACT);
    }

    private static ApprovalResult judge(
            ApprovalResult.Accepted approval, Manifest.Member member, Manifest.Inclusion path) {
        return ApprovalVerifier.judge(
                approval,
                new ApprovalVerifier.Claim(member, Optional.of(path), "production", ISSUED));
    }

    private static List<Manifest.Member> members(UnaryOperator<Digest> change) {
        return IntStream.range(0, 13)
                .mapToObj(
                        i ->
                                new Manifest.Member(
                                        PolicyId.of("policy-" + i),
                                        Version.of(1, i, 0),
                                        change.apply(Digest.sha256(new byte[] {(byte) i})),
                                        new TreeMap<>()))
                .toList();
    }

    @Test
    void manifest_is_the_same_in_whatever_order_it_is_made() {
        var shuffled = new java.util.ArrayList<>(members(UnaryOperator.identity()));
        java.util.Collections.reverse(shuffled);
        assertThat(new Manifest(shuffled))
                .isEqualTo(new Manifest(members(UnaryOperator.identity())));
        assertThat(new Manifest(shuffled).member(PolicyId.of("policy-7"))).isPresent();
        assertThat(new Manifest(shuffled).member(PolicyId.of("policy-77"))).isEmpty();
    }

    @Test
    void leaf_names_policy_version_and_files() {
        assertThat(new String(MEMBER.leafBytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "hms-manifest-leaf/v1\npolicy epa-pm25-limit 2.0.0 "
                                + PM25.digest().hex()
                                + "\nfile scenarios/pm25.yaml "
                                + Digest.sha256(bytes("cases")).hex()
                                + "\n");
    }

    @Test
    void member_without_a_file_that_the_artifact_names_cannot_be_made() {
        assertThatThrownBy(() -> Manifest.Member.of(PM25, Map.of()))
                .hasMessageContaining("names the files [scenarios/pm25.yaml]");
    }

    @Test
    void release_has_a_policy_once() {
        assertThatThrownBy(() -> new Manifest(List.of(MEMBER, MEMBER)))
                .hasMessageContaining("twice in the release");
    }

    @Test
    void sig_file_holds_statement_and_signature_and_may_hold_several() {
        var one = sign(statement(new ApprovalStatement.Subject.Single(MEMBER)).bytes(), CHIEF);
        var two = sign(statement(new ApprovalStatement.Subject.Single(MEMBER)).bytes(), OTHER);
        assertThat(SignedApproval.parse(one.text() + two.text()).orElseThrow())
                .containsExactly(one, two);
        for (var bad :
                List.of(
                        "",
                        "\n\n",
                        "x",
                        one.signature(),
                        one.text() + "x",
                        one.text().replace("-----END", "----END"))) {
            assertThat(SignedApproval.parse(bad).isAccepted()).describedAs(bad).isFalse();
        }
    }
}
