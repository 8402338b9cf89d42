package hms.client;

import static hms.client.Wares.limitInForce;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.ApprovalStatement;
import hms.artifact.Manifest;
import hms.artifact.PolicyId;
import hms.client.live.Trouble;
import hms.client.wire.Delivery;
import hms.client.wire.Message;
import hms.trust.Digest;
import hms.trust.NoteSigner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server, or somebody on the way, that lies: what it says is refused, readers keep what they
/// had, the reason is told, and the next honest change is obeyed.
class HostileServerTest {
    @TempDir private Path folder;
    private final FakeHms server = new FakeHms();

    @BeforeEach
    void put() {
        server.put(limitInForce("1.5.0", 35));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HmsClientBuilder builder() {
        return HmsClient.builder(server.uri()).token("t").cache(folder).random(() -> 0.1);
    }

    private void refuses(
            HmsClientBuilder builder,
            Trouble.Kind kind,
            String words,
            Runnable attack,
            Runnable end) {
        try (var client = builder.connect()) {
            var limit = client.decimal("epa-pm25-limit", "limit");
            assertThat(limit.get()).isEqualByComparingTo("35");
            attack.run();
            Until.is(() -> client.problems().stream().anyMatch(each -> each.kind() == kind));
            assertThat(client.problems())
                    .filteredOn(each -> each.kind() == kind)
                    .first()
                    .satisfies(each -> assertThat(each.message()).contains(words));
            assertThat(limit.get()).isEqualByComparingTo("35");
            assertThat(client.isStale()).isTrue();

            end.run();
            server.put(limitInForce("3.0.0", 30));
            Until.is(() -> limit.get().intValue() == 30);
            Until.is(() -> !client.isStale());
        }
    }

    private void refusesChange(String words, UnaryOperator<Message.Change> twist) {
        refuses(
                builder(),
                Trouble.Kind.CHANGE,
                words,
                () -> {
                    server.twistChanges(twist);
                    server.put(limitInForce("2.0.0", 25));
                },
                () -> server.twistChanges(UnaryOperator.identity()));
    }

    private static Message.Change with(Message.Change change, List<Delivery> policies) {
        return new Message.Change(
                change.env(),
                change.epoch(),
                change.from(),
                change.to(),
                change.commit(),
                change.reset(),
                change.zone(),
                change.at(),
                policies,
                change.gone(),
                change.approvals());
    }

    private static Message.Change parcels(
            Message.Change change, UnaryOperator<Delivery.Parcel> twist) {
        return with(
                change,
                change.policies().stream()
                        .map(each -> new Wares.Made(each, Map.of()).parcels(twist).delivery())
                        .toList());
    }

    private static Delivery.Parcel bytes(Delivery.Parcel parcel, byte[] bytes) {
        return new Delivery.Parcel(
                parcel.json(),
                bytes,
                parcel.publishedUrl(),
                parcel.approvedAt(),
                parcel.files(),
                parcel.approvals());
    }

    @Test
    void bytes_that_were_changed_on_the_way() {
        refusesChange(
                "they were changed on the way",
                change ->
                        parcels(
                                change,
                                parcel -> {
                                    var text = new String(parcel.bytes());
                                    return bytes(
                                            parcel,
                                            text.replace("limit: 25", "limit: 99").getBytes());
                                }));
    }

    @Test
    void bytes_under_another_policys_name() {
        refusesChange(
                "are those of epa-pm25-limit@2.0.0",
                change ->
                        with(
                                change,
                                change.policies().stream()
                                        .map(
                                                each ->
                                                        new Delivery(
                                                                PolicyId.of("another"),
                                                                each.changed(),
                                                                each.intervals(),
                                                                each.suspended(),
                                                                each.canary(),
                                                                each.artifacts()))
                                        .toList()));
    }

    @Test
    void no_approval() {
        refusesChange(
                "0 of 1 approvals that count here: there is none",
                change ->
                        parcels(
                                change,
                                p ->
                                        new Delivery.Parcel(
                                                p.json(),
                                                p.bytes(),
                                                p.publishedUrl(),
                                                p.approvedAt(),
                                                p.files(),
                                                List.of())));
    }

    @Test
    void approval_that_is_said_to_be_there_and_is_not() {
        refusesChange(
                "did not come along",
                change ->
                        new Message.Change(
                                change.env(),
                                change.epoch(),
                                change.from(),
                                change.to(),
                                true,
                                change.reset(),
                                change.zone(),
                                change.at(),
                                change.policies(),
                                change.gone(),
                                Map.of()));
    }

    @Test
    void approval_of_other_bytes() {
        var other = Wares.member(Wares.artifact(Wares.limit("2.0.0", 26)));
        refusesApproval(
                "the file was changed after the approval",
                new ApprovalStatement.Subject.Single(other));
    }

    @Test
    void approval_of_another_policy() {
        var other = Wares.member(Wares.artifact("id: another\nversion: 2.0.0\nlimit: 25\n"));
        refusesApproval("it approves another@2.0.0", new ApprovalStatement.Subject.Single(other));
    }

    private void refusesApproval(String words, ApprovalStatement.Subject subject) {
        var approval = Wares.sign(subject, Wares.CHIEF);
        refusesApproval(words, approval, Optional.empty());
    }

    private void refusesApproval(
            String words,
            hms.artifact.SignedApproval approval,
            Optional<Manifest.Inclusion> inclusion) {
        refusesChange(
                words,
                change -> {
                    var path = new Delivery.ApprovalPath("x", inclusion);
                    var policies =
                            parcels(
                                            change,
                                            p ->
                                                    new Delivery.Parcel(
                                                            p.json(),
                                                            p.bytes(),
                                                            p.publishedUrl(),
                                                            p.approvedAt(),
                                                            p.files(),
                                                            List.of(path)))
                                    .policies();
                    return new Message.Change(
                            change.env(),
                            change.epoch(),
                            change.from(),
                            change.to(),
                            true,
                            change.reset(),
                            change.zone(),
                            change.at(),
                            policies,
                            change.gone(),
                            Map.of("x", approval));
                });
    }

    @Test
    void approval_for_another_environment() {
        var member = Wares.member(Wares.artifact(Wares.limit("2.0.0", 25)));
        refusesApproval(
                "this approval is for staging, not for production",
                Wares.sign(new ApprovalStatement.Subject.Single(member), Wares.CHIEF, "staging"),
                Optional.empty());
    }

    @Test
    void signature_that_is_of_another_statement() {
        var member = Wares.member(Wares.artifact(Wares.limit("2.0.0", 25)));
        var one = Wares.sign(new ApprovalStatement.Subject.Single(member), Wares.CHIEF);
        var two = Wares.sign(new ApprovalStatement.Subject.Single(member), Wares.CHIEF, "staging");
        refusesApproval(
                "signature",
                new hms.artifact.SignedApproval(one.statement(), two.signature()),
                Optional.empty());
    }

    @Test
    void inclusion_path_that_does_not_lead_to_the_approved_release() {
        var mine = Wares.member(Wares.artifact(Wares.limit("2.0.0", 25)));
        var other = Wares.member(Wares.artifact("id: another\nversion: 1.0.0\n"));
        var manifest = new Manifest(List.of(mine, other));
        var approval = Wares.sign(ApprovalStatement.Subject.of(manifest), Wares.CHIEF);
        var wrong = new Manifest.Inclusion(1, 2, List.of(Digest.sha256(new byte[0])));
        refusesApproval("is not in the release", approval, Optional.of(wrong));
    }

    @Test
    void release_that_was_approved_as_a_whole_is_obeyed() {
        var mine = Wares.artifact(Wares.limit("2.0.0", 25));
        var manifest =
                new Manifest(
                        List.of(
                                Wares.member(mine),
                                Wares.member(Wares.artifact("id: another\nversion: 1.0.0\n"))));
        var approval = Wares.sign(ApprovalStatement.Subject.of(manifest), Wares.CHIEF);
        var path = new Delivery.ApprovalPath("r", Optional.of(manifest.path(1)));
        try (var client = builder().connect()) {
            var delivery =
                    new Delivery(
                            mine.id(),
                            0,
                            List.of(Wares.interval(mine, Wares.START, null)),
                            List.of(),
                            Optional.empty(),
                            Map.of(mine.digest(), Wares.parcel(mine, List.of(path))));
            server.put(new Wares.Made(delivery, Map.of("r", approval)));
            Until.is(() -> client.getPolicy("epa-pm25-limit").getInt("limit") == 25);
        }
    }

    @Test
    void approval_by_a_key_that_is_not_pinned() {
        refuses(
                builder()
                        .trust(
                                Trust.pinned(
                                        FakeHms.LOG.verifier().toString(),
                                        Wares.line(Wares.CHIEF))),
                Trouble.Kind.CHANGE,
                "not among the pinned ones",
                () ->
                        server.put(
                                new Wares.Making("epa-pm25-limit")
                                        .signedBy(Wares.STRANGER)
                                        .version(Wares.limit("2.0.0", 25), Wares.START, null)
                                        .made()),
                () -> {});
    }

    @Test
    void fewer_approvers_than_are_required() {
        var trust =
                Trust.pinned(
                                FakeHms.LOG.verifier().toString(),
                                Wares.line(Wares.CHIEF),
                                Wares.line(Wares.DEPUTY))
                        .requiring(2);
        try (var client = builder().patience(Duration.ofMillis(300)).trust(trust).connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").status()).isEqualTo(Status.NOT_RECEIVED);
            assertThat(client.staleReason().orElseThrow()).contains("1 of 2 approvals");
            server.put(
                    new Wares.Making("epa-pm25-limit")
                            .signedBy(Wares.CHIEF, Wares.DEPUTY)
                            .version(Wares.limit("2.0.0", 25), Wares.START, null)
                            .made());
            Until.is(() -> client.revision().isPresent());
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(25);
        }
    }

    @Test
    void two_approvals_by_one_key_count_once() {
        var trust = Trust.onFirstUse().requiring(2);
        server.put(
                new Wares.Making("epa-pm25-limit")
                        .signedBy(Wares.CHIEF, Wares.CHIEF)
                        .version(Wares.limit("2.0.0", 25), Wares.START, null)
                        .made());
        try (var client = builder().patience(Duration.ofMillis(300)).trust(trust).connect()) {
            assertThat(client.staleReason().orElseThrow()).contains("1 of 2 approvals");
        }
    }

    @Test
    void older_revision() {
        refusesChange(
                "does not follow",
                change ->
                        new Message.Change(
                                change.env(),
                                change.epoch(),
                                0,
                                1,
                                true,
                                false,
                                change.zone(),
                                change.at(),
                                List.of(),
                                List.of(),
                                Map.of()));
    }

    @Test
    void older_snapshot() {
        refusesChange(
                "revision 0.1 is older than 0.2",
                change ->
                        new Message.Change(
                                change.env(),
                                change.epoch(),
                                0,
                                1,
                                true,
                                true,
                                change.zone(),
                                change.at(),
                                List.of(),
                                List.of(),
                                Map.of()));
    }

    @Test
    void older_snapshot_after_a_restart_of_the_client() {
        server.put(limitInForce("2.0.0", 25));
        try (var client = builder().connect()) {
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(25);
        }
        server.cutLog(2);
        server.put(); // as if the last entry had never been
        server.cutLog(2);
        server.twistChanges(change -> snapshotOf(limitInForce("1.5.0", 35).changed(1), 2));
        try (var client = builder().connect()) {
            Until.is(
                    () ->
                            client.problems().stream()
                                    .anyMatch(each -> each.message().contains("older than 0.3")));
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(25);
        }
    }

    private static Message.Change snapshotOf(Wares.Made made, long to) {
        return new Message.Change(
                "production",
                0,
                0,
                to,
                true,
                true,
                Optional.of(FakeHms.ZONE),
                Optional.of(java.time.Instant.now()),
                List.of(made.delivery()),
                List.of(),
                made.approvals());
    }

    @Test
    void same_revision_with_other_bytes() {
        refuses(
                builder(),
                Trouble.Kind.CHANGE,
                "revision 0.2 came again and says something else about epa-pm25-limit",
                () -> server.push(snapshotOf(limitInForce("2.0.0", 25).changed(1), 2)),
                () -> {});
    }

    @Test
    void same_revision_with_other_policies() {
        refuses(
                builder(),
                Trouble.Kind.CHANGE,
                "revision 0.2 came again with other policies",
                () -> server.push(snapshotOf(Wares.policy("another", "n: 1\n").changed(1), 2)),
                () -> {});
    }

    @Test
    void snapshot_without_any_policy() {
        refusesChange(
                "no policy at all",
                change ->
                        new Message.Change(
                                change.env(),
                                change.epoch(),
                                0,
                                change.to(),
                                true,
                                true,
                                change.zone(),
                                change.at(),
                                List.of(),
                                List.of(),
                                Map.of()));
    }

    @Test
    void policies_that_are_said_to_be_gone_though_nobody_asked_by_tags() {
        refusesChange(
                "said to be gone",
                change ->
                        new Message.Change(
                                change.env(),
                                change.epoch(),
                                change.from(),
                                change.to(),
                                true,
                                false,
                                change.zone(),
                                change.at(),
                                List.of(),
                                List.of(PolicyId.of("epa-pm25-limit")),
                                Map.of()));
    }

    @Test
    void gap_between_two_changes() {
        refusesChange(
                "does not follow",
                change ->
                        new Message.Change(
                                change.env(),
                                change.epoch(),
                                change.from() + 1,
                                change.to() + 1,
                                true,
                                false,
                                change.zone(),
                                change.at(),
                                change.policies(),
                                change.gone(),
                                change.approvals()));
    }

    @Test
    void values_of_another_environment() {
        refusesChange(
                "values of staging came",
                change ->
                        new Message.Change(
                                "staging",
                                change.epoch(),
                                change.from(),
                                change.to(),
                                true,
                                change.reset(),
                                change.zone(),
                                change.at(),
                                change.policies(),
                                change.gone(),
                                change.approvals()));
    }

    @Test
    void rules_that_do_not_compile() {
        refuses(
                builder(),
                Trouble.Kind.RULES,
                "the rules of epa-pm25-limit@2.0.0 do not compile",
                () ->
                        server.put(
                                new Wares.Making("epa-pm25-limit")
                                        .version(
                                                "id: epa-pm25-limit\nversion: 2.0.0\nlimit: 25\nrules:\n  violation: reading > lmit\n",
                                                Wares.START,
                                                null)
                                        .made()),
                () -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "[]",
                "{}",
                "{\"type\":\"change\"}",
                "{\"type\":\"change\",\"type\":\"change\"}",
                "{\"type\":\"heartbeat\",\"env\":\"production\"}",
                "{\"type\":\"change\",\"env\":\"production\",\"epoch\":0,\"from\":2,\"to\":1,\"commit\":true}",
                "{\"type\":\"change\",\"env\":\"production\",\"epoch\":-1,\"from\":2,\"to\":3,\"commit\":true}",
                "{\"type\":\"change\",\"env\":\"production\",\"epoch\":0,\"from\":2,\"to\":3,\"commit\":\"yes\"}",
                "{\"type\":\"change\",\"env\":\"production\",\"epoch\":0,\"from\":2,\"to\":3,\"commit\":true,\"policies\":[{\"id\":\"../x\",\"changed\":2}]}",
                "{\"type\":\"change\",\"env\":\"production\",\"epoch\":0,\"from\":2,\"to\":3,\"commit\":true,\"approvals\":{\"x\":{\"statement\":\"%\",\"signature\":\"\"}}}"
            })
    void messages_that_are_none(String message) {
        refuses(builder(), Trouble.Kind.MESSAGE, "", () -> server.raw(message), () -> {});
    }

    @Test
    void message_that_is_cut_off() {
        refuses(
                builder(),
                Trouble.Kind.CONNECTION,
                "",
                () -> {
                    server.rawBytes("event: change\ndata: {\"type\":\"chan");
                    server.disconnect();
                },
                () -> {});
    }

    @Test
    void message_that_never_ends() {
        refuses(
                builder(),
                Trouble.Kind.CONNECTION,
                "longer than",
                () -> {
                    var part = "x".repeat(1 << 20);
                    server.rawBytes("data: ");
                    for (var i = 0; i < 34; i++) {
                        server.rawBytes(part);
                    }
                },
                () -> {});
    }

    @Test
    void artifact_that_is_larger_than_servers_take() {
        var large = "id: big\nversion: 1.0.0\nnote: \"" + "x".repeat(1 << 20) + "\"\n";
        var digest = Digest.sha256(large.getBytes());
        refusesChange(
                "are no sound artifact",
                change -> {
                    var entry =
                            hms.artifact.Timeline.Entry.activated(
                                    hms.artifact.Version.of(1, 0, 0),
                                    digest,
                                    Wares.START,
                                    Optional.empty());
                    var parcel =
                            new Delivery.Parcel(
                                    false,
                                    large.getBytes(),
                                    Optional.empty(),
                                    Wares.APPROVED,
                                    new java.util.TreeMap<>(),
                                    List.of());
                    return with(
                            change,
                            List.of(
                                    new Delivery(
                                            PolicyId.of("big"),
                                            change.to() - 1,
                                            List.of(
                                                    new hms.artifact.Timeline.Interval(
                                                            entry, Wares.START, Optional.empty())),
                                            List.of(),
                                            Optional.empty(),
                                            Map.of(digest, parcel))));
                });
    }

    @Test
    void checkpoint_that_another_key_has_signed() {
        refuses(
                builder(),
                Trouble.Kind.CHECKPOINT,
                "none of the known keys has signed",
                () -> {
                    server.signedBy(new NoteSigner("hms-svc/test", Wares.STRANGER));
                    server.append();
                    server.beat();
                },
                () -> server.signedBy(FakeHms.LOG));
    }

    @Test
    void log_of_another_origin() {
        refuses(
                builder(),
                Trouble.Kind.CHECKPOINT,
                "hms-svc/other",
                () -> {
                    server.signedBy(new NoteSigner("hms-svc/other", Wares.signer(9)));
                    server.beat();
                },
                () -> server.signedBy(FakeHms.LOG));
    }

    @Test
    void log_that_was_forked() {
        try (var client = builder().connect()) {
            server.append();
            server.beat();
            server.rewriteLog();
            server.beat();
            Until.is(
                    () ->
                            client.problems().stream()
                                    .anyMatch(
                                            each ->
                                                    each.kind() == Trouble.Kind.CHECKPOINT
                                                            && each.message().contains("forked")));
            server.put(limitInForce("2.0.0", 25));
            server.beat();
            Until.is(() -> server.asked().size() > 3);
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(35);
            assertThat(client.isStale()).isTrue();
        }
    }

    @Test
    void proof_that_does_not_hold() {
        refuses(
                builder(),
                Trouble.Kind.CHECKPOINT,
                "does not hold",
                () -> {
                    server.twistHeartbeats(HostileServerTest::wrongProof);
                    server.append();
                    server.beat();
                },
                () -> server.twistHeartbeats(UnaryOperator.identity()));
    }

    private static Message.Heartbeat wrongProof(Message.Heartbeat beat) {
        return new Message.Heartbeat(
                beat.env(),
                beat.epoch(),
                beat.at(),
                beat.size(),
                beat.checkpoint(),
                beat.consistency()
                        .map(
                                proof ->
                                        new Message.Consistency(
                                                proof.from(),
                                                List.of(Digest.sha256(new byte[] {1})))));
    }

    @Test
    void log_that_lost_its_end() {
        try (var client = builder().connect()) {
            server.append();
            server.beat();
            server.cutLog(2);
            server.beat();
            Until.is(
                    () ->
                            client.problems().stream()
                                    .anyMatch(
                                            each ->
                                                    each.message()
                                                            .contains(
                                                                    "had 3 entries, and now has 2")));
        }
    }

    @Test
    void another_log_under_the_same_address_after_a_restart_of_the_client() {
        try (var client = builder().connect()) {
            assertThat(client.isStale()).isFalse();
        }
        server.signedBy(new NoteSigner("hms-svc/test", Wares.STRANGER));
        server.put(limitInForce("2.0.0", 25));
        try (var client = builder().connect()) {
            Until.is(
                    () ->
                            client.problems().stream()
                                    .anyMatch(each -> each.kind() == Trouble.Kind.CHECKPOINT));
        }
    }

    @Test
    void server_that_refuses() {
        server.refuse(403);
        try (var client = builder().noCache().patience(Duration.ofMillis(200)).connect()) {
            assertThat(client.staleReason().orElseThrow())
                    .contains("403")
                    .contains("may not read policies");
            server.refuse(0);
            Until.is(() -> !client.isStale());
        }
    }

    @Test
    void server_that_ends_the_stream() {
        refuses(
                builder(),
                Trouble.Kind.CONNECTION,
                "token-expired",
                () ->
                        server.raw(
                                "{\"type\":\"end\",\"code\":\"token-expired\",\"detail\":\"The token has expired\"}"),
                () -> {});
    }

    @Test
    void message_of_a_later_server_is_passed_over() {
        try (var client = builder().connect()) {
            server.raw("{\"type\":\"weather\",\"sunny\":true}");
            server.put(limitInForce("2.0.0", 25));
            Until.is(() -> client.getPolicy("epa-pm25-limit").getInt("limit") == 25);
            assertThat(client.problems()).isEmpty();
        }
    }

    @Test
    void nothing_is_shown_before_a_revision_is_complete() {
        try (var client = builder().connect()) {
            var two = limitInForce("2.0.0", 25).changed(2);
            server.append();
            server.push(
                    new Message.Change(
                            "production",
                            0,
                            2,
                            3,
                            false,
                            false,
                            Optional.empty(),
                            Optional.empty(),
                            List.of(two.delivery()),
                            List.of(),
                            two.approvals()));
            server.disconnect();
            Until.is(() -> server.asked().size() > 1);
            assertThat(client.getPolicy("epa-pm25-limit").getInt("limit")).isEqualTo(35);
        }
    }
}
