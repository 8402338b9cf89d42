package hms.ledger.write;

import hms.core.command.Command;
import hms.core.decide.Answer;
import hms.core.decide.Decider;
import hms.core.decide.Decision;
import hms.core.decide.Refusal;
import hms.core.event.Event;
import hms.core.event.EventCodec;
import hms.core.event.LedgerEvent;
import hms.core.event.Recorded;
import hms.core.state.State;
import hms.ledger.Batch;
import hms.ledger.Blob;
import hms.ledger.Head;
import hms.trust.Digest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The batch at hand: what will be true if it commits, and what its callers will hear then.
final class Tentative {
    private final Head before;
    private final InstantSource clock;
    private final RefusalLimit refusals;
    private final List<byte[]> entries = new ArrayList<>();
    private final List<Recorded> recorded = new ArrayList<>();
    private final Map<Digest, Blob> blobs = new LinkedHashMap<>();
    private final List<Decided> decided = new ArrayList<>();
    private State state;
    private long bytes;

    /// A command that was decided.
    private record Decided(Item item, Answer answer, long lastIndex) {}

    Tentative(State state, Head before, InstantSource clock, RefusalLimit refusals) {
        this.state = state;
        this.before = before;
        this.clock = clock;
        this.refusals = refusals;
    }

    /// Decides an item on the state as it is behind all that was taken before. One that cannot be
    /// decided is answered at once, and leaves no trace.
    void take(Item item) {
        try {
            var command = item.command();
            if (command == null) {
                add(item.blobs());
                decided.add(new Decided(item, new Answer.Done(), -1));
            } else {
                decide(item, command);
            }
        } catch (RuntimeException | StackOverflowError e) {
            item.answer().completeExceptionally(e);
        }
    }

    /// Records refusals that were only counted so far.
    void take(RefusalLimit.Gathered refused) {
        add(
                after(state.at()),
                refused.actor(),
                List.of(
                        new LedgerEvent.ActRefused(
                                refused.code(), refused.what(), refused.count())));
    }

    private void decide(Item item, Command command) {
        var at = after(state.at());
        var decision = Decider.decide(state, command, at);
        if (decision.answer() instanceof Answer.Refused refused) {
            decision = onRecord(command, decision, refused.refusal(), at);
        } else if (command instanceof Command.NoteRefusal noted) {
            decision = limited(decision, noted.code(), noted.subject(), at);
        }
        add(at, decision.actor(), decision.events());
        boolean hasEntries = !decision.events().isEmpty();
        if (hasEntries && !(decision.answer() instanceof Answer.Refused)) {
            add(item.blobs());
        }
        decided.add(new Decided(item, decision.answer(), hasEntries ? end() - 1 : -1));
    }

    /// A refusal of what a person or a program asked for is on the ledger, as far as the limit lets
    /// it.
    private Decision onRecord(Command command, Decision decision, Refusal refusal, Instant at) {
        if (command instanceof Command.SystemCommand) {
            return decision;
        }
        return limited(decision, refusal.code(), command.subject(), at);
    }

    /// The decision with the entry that the limit allows for the refusal, or with none.
    private Decision limited(Decision decision, String code, String subject, Instant at) {
        var count = refusals.count(decision.actor(), code, subject, at);
        return new Decision(
                decision.actor(),
                count.isEmpty()
                        ? List.of()
                        : List.of(new LedgerEvent.ActRefused(code, subject, count.getAsLong())),
                decision.answer());
    }

    /// All of the events, or, if one cannot be written or folded, none.
    private void add(Instant at, String actor, List<Event> events) {
        var next = state;
        var bytesOf = new ArrayList<byte[]>(events.size());
        var records = new ArrayList<Recorded>(events.size());
        for (var event : events) {
            var entry = new Recorded(at, actor, event);
            bytesOf.add(EventCodec.encode(entry));
            records.add(entry);
            next = next.apply(entry);
        }
        bytesOf.forEach(b -> bytes += b.length);
        entries.addAll(bytesOf);
        recorded.addAll(records);
        state = next;
    }

    private void add(List<Blob> more) {
        for (var blob : more) {
            if (blobs.putIfAbsent(blob.name(), blob) == null) {
                bytes += blob.content().length;
            }
        }
    }

    private Instant after(Instant last) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    }

    boolean isEmpty() {
        return entries.isEmpty() && blobs.isEmpty();
    }

    boolean hasEntries() {
        return !entries.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /// The size of the ledger before it.
    long first() {
        return before.size();
    }

    /// The size of the ledger with it.
    long end() {
        return before.size() + entries.size();
    }

    /// What is to be committed. The head's epoch follows the state's.
    Batch batch() {
        return new Batch(
                before.size(),
                entries,
                List.copyOf(blobs.values()),
                state.epoch() > before.epoch()
                        ? OptionalLong.of(state.epoch())
                        : OptionalLong.empty());
    }

    Committed committed(Head head) {
        return new Committed(before.size(), recorded, state, head);
    }

    /// Tells the callers, once it is durable.
    void answer(Head head) {
        for (var one : decided) {
            one.item().answer().complete(new Outcome(one.answer(), one.lastIndex(), head));
        }
    }
}
