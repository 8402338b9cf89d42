package hms.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.connectors.kubernetes.Manifests;
import hms.core.state.Configuration;
import hms.core.state.State;
import hms.core.state.TargetId;
import hms.core.state.Targets;
import hms.ledger.Ledger;
import hms.ledger.snapshot.Snapshots;
import hms.ledger.write.Replay;
import hms.runs.target.TargetDesk;
import hms.server.http.HandedOut;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Works out what a cluster was given, of the ledger as it stood then. Nothing of it is kept but
/// what was asked for last: a cluster goes back one step, if at all.
final class HandedOutSets implements HandedOut {

    private static final int KEPT = 16;

    private final TargetLinks links;
    private final Ledger ledger;
    private final Snapshots snapshots;
    private final TargetDesk desk;
    private final Map<Address, Optional<byte[]>> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Address, Optional<byte[]>> eldest) {
                    return size() > KEPT;
                }
            };

    HandedOutSets(TargetLinks links, Ledger ledger, Snapshots snapshots, TargetDesk desk) {
        this.links = links;
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.desk = desk;
    }

    private record Address(TargetId target, Kind kind, long sequence) {}

    @Override
    public Optional<byte[]> find(TargetId target, Kind kind, long sequence, String key) {
        if (!links.opens(target, kind, sequence, key) || sequence > ledger.head().size()) {
            return Optional.empty();
        }
        // one at a time: who asks for many has them folded one after the other
        synchronized (kept) {
            return kept.computeIfAbsent(new Address(target, kind, sequence), this::rendered);
        }
    }

    private Optional<byte[]> rendered(Address at) {
        var from = snapshots.newest(ledger, at.sequence()).orElse(State.EMPTY);
        var then = Replay.to(ledger, from, at.sequence());
        return Optional.ofNullable(then.configuration().targets().get(at.target()))
                .filter(target -> target.kind().equals(Carriers.KUBERNETES))
                .map(target -> rendered(then, target, at).getBytes(UTF_8));
    }

    private String rendered(State then, Configuration.Target target, Address at) {
        var set = desk.setAt(then, target.id());
        return switch (at.kind()) {
            case SET -> Manifests.set(target.id().environment(), set, at.sequence());
            case MANIFEST -> {
                var to = desk.destination(target);
                var before =
                        then.targets()
                                .served(target.id())
                                .map(Targets.Served::sequence)
                                .map(sequence -> links.manifest(to, sequence));
                yield Manifests.of(to, set, at.sequence(), before, links);
            }
        };
    }
}
