package hms.server.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.event.EventCodec;
import hms.core.event.LedgerEvent;
import hms.ledger.LogTiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;

/// The ledger as its explorer shows it.
public final class LedgerReads {

    private final Source source;
    private final LogTiles tiles;

    public LedgerReads(Source source) {
        this.source = source;
        this.tiles = new LogTiles(source.ledger());
    }

    /// @param root RFC 6962 tree hash over all entries, in hex
    /// @param checkpoint C2SP signed note
    /// @param logKey verifier key of its signature (C2SP signed-note)
    /// @param at time of the last entry
    public record HeadView(
            String origin,
            long epoch,
            long size,
            String root,
            String checkpoint,
            String logKey,
            Instant at) {}

    public HeadView head() {
        var state = source.state().get();
        var head = source.ledger().head();
        return new HeadView(
                state.origin(),
                head.epoch(),
                head.size(),
                head.root().hex(),
                head.checkpoint(),
                logKey(),
                state.at());
    }

    private String logKey() {
        return EventCodec.decode(source.ledger().entry(0)).event()
                        instanceof LedgerEvent.LedgerOpened opened
                ? opened.logKey()
                : "";
    }

    /// The entry with its proof; empty if there is none.
    public Optional<EntryView> entry(long index) {
        if (index < 0 || index >= source.ledger().head().size()) {
            return Optional.empty();
        }
        var names = new Names(source.state().get(), source.library());
        return Optional.of(
                view(
                        new Sentences(names),
                        names,
                        index,
                        source.ledger().entry(index),
                        Optional.of(tiles.proof(index).toString())));
    }

    /// Up to `limit` entries from an index on.
    public EntryView.Page entries(long from, int limit) {
        var state = source.state().get();
        var size = source.ledger().head().size();
        var names = new Names(state, source.library());
        var sentences = new Sentences(names);
        var list = new ArrayList<EntryView>();
        var first = Math.min(from, size);
        source.ledger()
                .read(
                        first,
                        Math.min(first + limit, size),
                        (index, entry) ->
                                list.add(view(sentences, names, index, entry, Optional.empty())));
        return new EntryView.Page(list, size);
    }

    private EntryView view(
            Sentences sentences, Names names, long index, byte[] entry, Optional<String> proof) {
        var recorded = EventCodec.decode(entry);
        return new EntryView(
                index,
                recorded.at(),
                recorded.actor(),
                names.of(recorded.actor()),
                EventCodec.type(recorded.event()),
                sentences.of(recorded.event()),
                new String(entry, UTF_8),
                Base64.getEncoder().encodeToString(entry),
                source.ledger().leafHash(index).hex(),
                proof.orElse(null));
    }

    /// One line of a policy's or a run's history.
    ///
    /// @param by name of who did it
    public record Line(long index, Instant at, String by, String sentence) {}

    /// A line for the entry.
    Line line(Names names, long index) {
        var recorded = EventCodec.decode(source.ledger().entry(index));
        return new Line(
                index,
                recorded.at(),
                names.of(recorded.actor()),
                new Sentences(names).of(recorded.event()));
    }
}
