package hms.server.view;

import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.event.TargetEvent;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.Runs;
import hms.core.state.State;
import hms.core.state.TargetId;
import hms.ledger.Ledger;
import hms.server.view.RunView.ReceiptView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How runs went at the targets that they were brought to. The state does not keep it; it is read
/// from the runs' entries, each of which is read once as long as the run is remembered here.
final class Receipts {

    private static final int KEPT = 64;

    private final Ledger ledger;
    private final Map<Integer, Read> read =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, Read> eldest) {
                    return size() > KEPT;
                }
            };

    Receipts(Ledger ledger) {
        this.ledger = ledger;
    }

    /// In the order in which the targets were asked.
    List<ReceiptView> of(State state, int run) {
        var entries =
                state.runs()
                        .open(run)
                        .map(Run::entries)
                        .or(() -> state.runs().closed(run).map(Runs.Closed::entries));
        if (entries.isEmpty()) {
            return List.of();
        }
        synchronized (read) {
            var known = read.computeIfAbsent(run, each -> new Read());
            for (int i = known.next; i < entries.get().size(); i++) {
                known.add(run, EventCodec.decode(ledger.entry(entries.get().get(i))));
            }
            known.next = entries.get().size();
            return List.copyOf(known.byTarget.values());
        }
    }

    /// What a target has again that a run of one policy was taken back at, if it has anything.
    static ReceiptView withVersion(State state, List<ArtifactKey> members, ReceiptView receipt) {
        if (members.size() != 1 || !receipt.outcome().equals("restored")) {
            return receipt;
        }
        var where = receipt.target().substring(0, receipt.target().indexOf('/'));
        var line = new Line(new EnvironmentId(where), members.getFirst().policy());
        return state.live()
                .inForce(line, receipt.at())
                .map(entry -> receipt.back(entry.version().toString()))
                .orElse(receipt);
    }

    private static final class Read {
        private final Map<TargetId, ReceiptView> byTarget = new LinkedHashMap<>();
        private int next;

        void add(int run, Recorded entry) {
            if (!(entry.event() instanceof TargetEvent event)) {
                return;
            }
            switch (event) {
                case TargetEvent.TargetServed e ->
                        put(e.target(), e.outcome().text(), e.said(), e.count(), entry.at());
                case TargetEvent.TargetsBehind e -> {
                    if (e.run().isPresent() && e.run().getAsInt() == run) {
                        e.targets().forEach(t -> put(t, "astray", "not tried yet", 0, entry.at()));
                    }
                }
                case TargetEvent.TargetCaughtUp e ->
                        put(e.target(), "restored", e.said(), e.count(), entry.at());
                case TargetEvent.TargetMissed e ->
                        put(e.target(), "astray", e.reason(), 0, entry.at());
            }
        }

        private void put(TargetId target, String outcome, String said, int count, Instant at) {
            byTarget.put(
                    target, new ReceiptView(target.toString(), outcome, said, count, at, null));
        }
    }
}
