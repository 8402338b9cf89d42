package hms.ledger.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.decide.Answer;
import hms.core.decide.Refusal;
import hms.core.event.EventCodec;
import hms.core.event.IdentityEvent;
import hms.core.event.LedgerEvent;
import hms.core.event.Recorded;
import hms.core.event.UnreadableEntry;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.ledger.Batch;
import hms.ledger.BlobSealer;
import hms.ledger.CommitFailed;
import hms.ledger.CommitFailed.Reason;
import hms.ledger.CommitUnknown;
import hms.ledger.Entries;
import hms.ledger.LedgerFault;
import hms.ledger.sqlite.SqliteLedger;
import hms.testkit.SeededStory;
import hms.trust.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WriterTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Caller ADMIN =
            new Caller("p-admin", Set.of(Scope.ADMIN), Set.of(), Set.of());
    private static final Caller READER =
            new Caller("p-reader", Set.of(Scope.POLICY_READ), Set.of(), Set.of());

    @TempDir private Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<Committed> tail = new CopyOnWriteArrayList<>();
    private final Room room = new Room();
    private ScriptedLedger ledger;
    private Writer writer;

    /// A reserve that can be given up once, and comes back when a test makes room.
    private static final class Room implements Reserve {
        private boolean kept = true;
        private boolean plenty;

        @Override
        public synchronized boolean release() {
            boolean was = kept;
            kept = false;
            return was;
        }

        @Override
        public synchronized boolean restore() {
            kept |= plenty;
            return kept;
        }

        synchronized void make() {
            plenty = true;
        }
    }

    @BeforeEach
    void open() {
        ledger = new ScriptedLedger(SqliteLedger.open(folder.resolve("ledger.db"), Entries.LOG));
        writer = started();
        assertThat(answer(SeededStory.opening())).isInstanceOf(Answer.Done.class);
        tail.clear();
        ledger.commits.clear();
    }

    @AfterEach
    void close() {
        writer.close();
        ledger.close();
    }

    private Writer started() {
        return new Writer(ledger, Replay.toHead(ledger, State.EMPTY), now::get, room, tail::add)
                .start();
    }

    @Test
    void what_gathers_during_a_commit_shares_the_next_one() throws Exception {
        var gate = new ScriptedLedger.Gate();
        ledger.next(gate);
        var first = submit(enrolment(0));
        gate.reached.await();
        var durableWhenAnswered = new CopyOnWriteArrayList<Boolean>();
        var rest = new ArrayList<CompletableFuture<Outcome>>();
        for (int i = 1; i <= 200; i++) {
            var outcome = submit(enrolment(i));
            var _ = outcome.thenAccept(o -> durableWhenAnswered.add(isDurable(o)));
            rest.add(outcome);
        }
        assertThat(first).isNotDone();
        assertThat(rest).noneMatch(CompletableFuture::isDone);
        gate.opened.countDown();

        long index = first.join().index();
        for (var outcome : rest) {
            assertThat(outcome.join().index()).isGreaterThan(index);
            index = outcome.join().index();
        }
        assertThat(ledger.commits).hasSize(2);
        assertThat(first.join().head().size()).isEqualTo(ledger.commits.get(1).expectedSize());
        assertThat(durableWhenAnswered).hasSize(200).containsOnly(true);
        assertThat(tail).hasSize(2);
        assertThat(tail.get(1).after()).isEqualTo(writer.state());
        assertThat(Replay.toHead(ledger, State.EMPTY)).isEqualTo(writer.state());
    }

    private boolean isDurable(Outcome outcome) {
        return outcome.index() < ledger.durableSize() && outcome.index() < outcome.head().size();
    }

    @Test
    void more_than_may_wait_is_refused_as_busy_at_once() throws Exception {
        var gate = new ScriptedLedger.Gate();
        ledger.next(gate);
        submit(enrolment(0));
        gate.reached.await();
        var waiting = new ArrayList<CompletableFuture<Outcome>>();
        for (int i = 0; i < Writer.QUEUE_COMMANDS; i++) {
            waiting.add(submit(new Command.NoteRefusal(ADMIN, "x", "y", 1)));
        }
        assertThat(writer.waiting()).isEqualTo(Writer.QUEUE_COMMANDS);

        assertThat(refusal(submit(enrolment(1)).join().answer()).category())
                .isEqualTo(Refusal.Category.BUSY);
        gate.opened.countDown();
        waiting.forEach(CompletableFuture::join);
        assertThat(answer(enrolment(1))).isInstanceOf(Answer.Named.class);
    }

    @Test
    void a_command_that_throws_fails_alone_and_leaves_no_trace() {
        var tooLong =
                new Command.EnrolKey(
                        ADMIN, "SHA256:x", "k".repeat(70_000), blob("o"), "p-x", List.of());
        var before = writer.state();

        assertThatThrownBy(() -> answer(tooLong)).hasRootCauseInstanceOf(RuntimeException.class);

        assertThat(writer.state()).isEqualTo(before);
        assertThat(writer.fault()).isEmpty();
        assertThat(answer(enrolment(1))).isInstanceOf(Answer.Named.class);
    }

    @Test
    void a_tail_that_throws_takes_nothing_from_the_callers() {
        writer.close();
        writer =
                new Writer(
                                ledger,
                                Replay.toHead(ledger, State.EMPTY),
                                now::get,
                                room,
                                committed -> {
                                    throw new IllegalStateException("the tail's own fault");
                                })
                        .start();

        assertThat(answer(enrolment(1))).isInstanceOf(Answer.Named.class);
        assertThat(answer(enrolment(2))).isInstanceOf(Answer.Named.class);
    }

    @Test
    void a_commit_that_failed_is_as_if_it_had_not_been_asked_for() {
        var before = writer.state();
        ledger.next(ScriptedLedger.failing(Reason.STORAGE));

        assertThat(fault(enrolment(1))).isInstanceOf(CommitFailed.class);
        assertThat(writer.state()).isEqualTo(before);
        assertThat(writer.fault()).hasValueSatisfying(f -> assertThat(f).contains("STORAGE"));
        assertThat(tail).isEmpty();

        assertThat(answer(enrolment(1))).isInstanceOf(Answer.Named.class);
        assertThat(writer.fault()).isEmpty();
        assertThat(Replay.toHead(ledger, State.EMPTY)).isEqualTo(writer.state());
    }

    @Test
    void a_commit_of_unknown_fate_that_turns_out_to_be_there_is_answered() {
        ledger.next(ScriptedLedger::writtenUnsaid);

        var outcome = submit(enrolment(1)).join();

        assertThat(outcome.answer()).isInstanceOf(Answer.Named.class);
        assertThat(isDurable(outcome)).isTrue();
        assertThat(tail).hasSize(1);
        assertThat(Replay.toHead(ledger, State.EMPTY)).isEqualTo(writer.state());
    }

    @Test
    void a_commit_of_unknown_fate_that_turns_out_to_be_lost_has_failed() {
        ledger.next(ScriptedLedger::lostUnsaid);
        var before = writer.state();

        assertThat(fault(enrolment(1))).isInstanceOf(CommitFailed.class);
        assertThat(writer.state()).isEqualTo(before);
        assertThat(answer(enrolment(1))).isInstanceOf(Answer.Named.class);
    }

    @Test
    void blobs_of_unknown_fate_are_not_said_to_be_lost_or_there() {
        ledger.next(ScriptedLedger::lostUnsaid);
        var blob = new BlobSealer(new byte[32]).seal(new byte[] {1});

        assertThatThrownBy(() -> writer.store(List.of(blob)).join())
                .hasCauseInstanceOf(CommitUnknown.class);
        writer.store(List.of(blob)).join();
        assertThat(ledger.blob(blob.name())).isPresent();
    }

    @Test
    void a_fate_that_could_not_be_learnt_at_once_is_learnt_before_the_next_batch() {
        ledger.next(ScriptedLedger::writtenUnsaid)
                .nextReread(
                        () -> {
                            throw new CommitUnknown("still away", null);
                        })
                .nextReread(
                        () -> {
                            throw new CommitUnknown("still away", null);
                        });
        assertThat(fault(enrolment(1))).isInstanceOf(CommitUnknown.class);
        assertThat(fault(enrolment(2))).isInstanceOf(CommitUnknown.class);
        assertThat(tail).isEmpty();

        var outcome = submit(enrolment(3)).join();

        assertThat(writer.state().identity().key("SHA256:1")).isPresent();
        assertThat(writer.state().identity().key("SHA256:2")).isEmpty();
        assertThat(writer.state().identity().key("SHA256:3")).isPresent();
        assertThat(tail).hasSize(2);
        assertThat(tail.get(0).entries()).hasSize(2);
        assertThat(tail.get(1).first()).isEqualTo(tail.get(0).after().size());
        assertThat(isDurable(outcome)).isTrue();
        assertThat(Replay.toHead(ledger, State.EMPTY)).isEqualTo(writer.state());
    }

    @Test
    void nothing_is_written_on_top_of_a_store_that_lost_entries() {
        writer.close();
        var ahead = Replay.toHead(ledger, State.EMPTY);
        ahead =
                ahead.apply(
                        new Recorded(
                                START.plusSeconds(1),
                                "p-admin",
                                new LedgerEvent.ActRefused("x", "y", 1)));
        writer = new Writer(ledger, ahead, now::get, room, tail::add).start();

        assertThat(fault(enrolment(1))).hasMessageContaining("hms audit verify");
        assertThat(ledger.commits).isEmpty();
    }

    @Test
    void when_the_disk_is_full_what_stops_still_goes_through() throws Exception {
        var gate = new ScriptedLedger.Gate();
        ledger.next(gate);
        submit(enrolment(0));
        gate.reached.await();
        ledger.next(ScriptedLedger.failing(Reason.DISK_FULL))
                .next(ScriptedLedger.failing(Reason.DISK_FULL));
        var ordinary = submit(enrolment(1));
        var halt = submit(new Command.Halt(ADMIN, 7, Optional.empty()));
        var abort = submit(new Command.Abort(ADMIN, 8, Optional.empty()));
        gate.opened.countDown();

        assertThat(reason(ordinary)).isEqualTo(Reason.DISK_FULL);
        assertThat(refusal(halt.join().answer()).code()).isEqualTo("no-such-run");
        assertThat(refusal(abort.join().answer()).code()).isEqualTo("no-such-run");
        assertThat(lastEvents(1))
                .containsExactly(new LedgerEvent.ActRefused("no-such-run", "halt run #7", 1));
        assertThat(writer.fault()).hasValueSatisfying(f -> assertThat(f).contains("DISK_FULL"));
    }

    @Test
    void what_was_freed_for_stops_is_not_used_up_by_others() {
        ledger.next(ScriptedLedger.failing(Reason.DISK_FULL));
        assertThat(fault(enrolment(1))).isInstanceOf(CommitFailed.class);
        room.release();

        assertThat(reason(submit(enrolment(1)))).isEqualTo(Reason.DISK_FULL);
        assertThat(ledger.commits).hasSize(1);
        assertThat(refusal(answer(new Command.Halt(ADMIN, 7, Optional.empty()))).code())
                .isEqualTo("no-such-run");
        assertThat(ledger.commits).hasSize(2);
        assertThat(writer.fault()).isPresent();

        room.make();
        assertThat(answer(enrolment(1))).isInstanceOf(Answer.Named.class);
        assertThat(writer.fault()).isEmpty();
    }

    @Test
    void refusals_are_recorded_once_and_counted_for_a_minute() {
        var command = new Command.RevokeKey(READER, "SHA256:none");
        for (int i = 0; i < 50; i++) {
            assertThat(answer(command)).isInstanceOf(Answer.Refused.class);
        }
        assertThat(lastEvents(1))
                .containsExactly(
                        new LedgerEvent.ActRefused("missing-scope", "revoke key SHA256:none", 1));
        long size = ledger.durableSize();

        now.set(START.plus(RefusalLimit.WINDOW).plusSeconds(1));
        answer(enrolment(1));

        assertThat(ledger.durableSize()).isEqualTo(size + 3);
        assertThat(lastEvents(3).getFirst())
                .isEqualTo(
                        new LedgerEvent.ActRefused("missing-scope", "revoke key SHA256:none", 49));
    }

    @Test
    void refusals_that_were_given_at_the_door_are_limited_like_others() {
        long size = ledger.durableSize();
        for (int i = 0; i < 5; i++) {
            answer(new Command.NoteRefusal(READER, "bad-token", "deploy", 1));
        }

        assertThat(ledger.durableSize()).isEqualTo(size + 1);
    }

    @Test
    void counted_refusals_are_recorded_at_the_end() {
        for (int i = 0; i < 5; i++) {
            answer(new Command.RevokeKey(READER, "SHA256:none"));
        }
        writer.close();

        assertThat(lastEvents(1).getFirst())
                .isEqualTo(
                        new LedgerEvent.ActRefused("missing-scope", "revoke key SHA256:none", 4));
    }

    @Test
    void counted_refusals_survive_a_commit_that_failed() {
        for (int i = 0; i < 3; i++) {
            answer(new Command.RevokeKey(READER, "SHA256:none"));
        }
        ledger.next(ScriptedLedger.failing(Reason.STORAGE));
        now.set(START.plus(RefusalLimit.WINDOW).plusSeconds(1));
        fault(enrolment(1));
        writer.close();

        assertThat(lastEvents(1).getFirst())
                .isEqualTo(
                        new LedgerEvent.ActRefused("missing-scope", "revoke key SHA256:none", 2));
    }

    @Test
    void time_goes_on_even_when_the_clock_does_not() {
        answer(enrolment(1));
        now.set(START.minus(Duration.ofDays(1)));
        answer(enrolment(2));
        answer(enrolment(3));

        var last = Instant.EPOCH;
        for (var committed : tail) {
            for (var at : committed.entries().stream().map(Recorded::at).distinct().toList()) {
                assertThat(at).isAfter(last);
                last = at;
            }
        }
        assertThat(last).isAfter(START).isBefore(START.plusSeconds(1));
    }

    @Test
    void the_heads_epoch_is_the_states() {
        assertThat(ledger.head().epoch()).isZero().isEqualTo(writer.state().epoch());

        answer(new Command.OpenEpoch(ADMIN, 99, blob("lost")));

        assertThat(ledger.head().epoch()).isEqualTo(1).isEqualTo(writer.state().epoch());
    }

    @Test
    void blobs_become_durable_with_the_entries_that_name_them_and_not_without() {
        var sealer = new BlobSealer(new byte[32]);
        var named = sealer.seal("named".getBytes(StandardCharsets.UTF_8));
        var refused = sealer.seal("refused".getBytes(StandardCharsets.UTF_8));

        writer.submit(Prepared.of(enrolment(1), named)).join();
        writer.submit(Prepared.of(new Command.RevokeKey(READER, "k"), refused)).join();

        assertThat(ledger.blob(named.name())).isPresent();
        assertThat(ledger.blob(refused.name())).isEmpty();
    }

    @Test
    void a_closed_writer_answers_what_waited_and_refuses_what_comes() {
        var waiting = new ArrayList<CompletableFuture<Outcome>>();
        for (int i = 0; i < 100; i++) {
            waiting.add(submit(enrolment(i)));
        }
        writer.close();

        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(waiting.getLast().join().answer()).isInstanceOf(Answer.Named.class);
        assertThat(reason(submit(enrolment(100)))).isEqualTo(Reason.CLOSED);
    }

    @Test
    void many_threads_at_once_all_hear_of_their_own_entries() throws Exception {
        var problems = new AtomicLong();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 8; t++) {
            int base = t * 1_000;
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 50; i++) {
                                            var outcome = submit(enrolment(base + i)).join();
                                            var entry =
                                                    EventCodec.decode(
                                                            ledger.entry(outcome.index()));
                                            if (!(entry.event()
                                                            instanceof IdentityEvent.KeyEnrolled e)
                                                    || !e.key().equals("SHA256:" + (base + i))) {
                                                problems.incrementAndGet();
                                            }
                                        }
                                    }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(problems).hasValue(0);
        assertThat(writer.state().identity().keys()).hasSize(400);
    }

    @Test
    void replay_names_the_entry_that_it_cannot_read() {
        long size = ledger.head().size();
        ledger.commit(
                new Batch(
                        size,
                        List.of(
                                "{\"type\":\"from-the-future\",\"v\":1,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"a\"}"
                                        .getBytes(StandardCharsets.UTF_8)),
                        List.of()));

        assertThatThrownBy(() -> Replay.toHead(ledger, State.EMPTY))
                .isInstanceOf(UnreadableEntry.class)
                .hasMessageStartingWith("entry " + size + " is of type from-the-future v1");
        assertThat(Replay.to(ledger, State.EMPTY, size)).isEqualTo(writer.state());
    }

    private CompletableFuture<Outcome> submit(Command command) {
        return writer.submit(Prepared.of(command));
    }

    private Answer answer(Command command) {
        return submit(command).join().answer();
    }

    private LedgerFault fault(Command command) {
        return fault(submit(command));
    }

    private static LedgerFault fault(CompletableFuture<Outcome> outcome) {
        try {
            throw new AssertionError("was answered: " + outcome.join());
        } catch (CompletionException e) {
            return (LedgerFault) e.getCause();
        }
    }

    private static Reason reason(CompletableFuture<Outcome> outcome) {
        return ((CommitFailed) fault(outcome)).reason();
    }

    private static Refusal refusal(Answer answer) {
        return ((Answer.Refused) answer).refusal();
    }

    private List<Object> lastEvents(int count) {
        var entries = ledger.entries();
        return entries.subList(entries.size() - count, entries.size()).stream()
                .map(bytes -> (Object) EventCodec.decode(bytes).event())
                .toList();
    }

    private static Command enrolment(int n) {
        return new Command.EnrolKey(
                ADMIN, "SHA256:" + n, "ssh-ed25519 " + n, blob("owner " + n), "p-" + n, List.of());
    }

    private static Digest blob(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
