package hms.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.server.view.Json;
import hms.trust.Digest;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Makes heartbeats: how far the ledger has come, signed, and the proof that it only grew since the
/// checkpoint that the subscriber had before. Proofs are read from the ledger's tiles, which
/// blocks, so they are made elsewhere and kept for all who stand at the same checkpoint.
final class Heartbeats {

    private static final System.Logger LOG = System.getLogger("hms.server.push");
    private static final int KEPT = 4_096;

    private final GrowthProofs proofs;
    private final Executor blocking;
    private final Map<Span, String> known = new ConcurrentHashMap<>();
    private final Set<Span> making = ConcurrentHashMap.newKeySet();

    private record Span(long from, long to) {}

    Heartbeats(GrowthProofs proofs, Executor blocking) {
        this.proofs = proofs;
        this.blocking = blocking;
    }

    /// Whether a heartbeat can be made at once; otherwise what it needs is being made.
    ///
    /// @param tree size of the subscriber's checkpoint; 0 if it has none
    /// @param then called when it can be asked again, on some thread
    boolean isReady(long tree, Moment moment, Runnable then) {
        if (!needsProof(tree, moment) || known.containsKey(span(tree, moment))) {
            return true;
        }
        var span = span(tree, moment);
        if (!making.add(span)) {
            return false;
        }
        try {
            blocking.execute(() -> prove(span, then));
        } catch (RejectedExecutionException e) {
            making.remove(span);
            LOG.log(Level.DEBUG, "a heartbeat has to wait", e);
        }
        return false;
    }

    private static boolean needsProof(long tree, Moment moment) {
        return tree > 0 && tree < moment.head().size();
    }

    private static Span span(long tree, Moment moment) {
        return new Span(tree, moment.head().size());
    }

    private void prove(Span span, Runnable then) {
        if (known.size() >= KEPT) {
            known.clear();
        }
        try {
            var hashes = proofs.consistency(span.from(), span.to()).stream().map(Digest::hex);
            known.put(
                    span,
                    ",\"consistency\":{\"from\":"
                            + span.from()
                            + ",\"hashes\":"
                            + Json.text(hashes.toList())
                            + "}");
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "no proof from " + span.from() + " to " + span.to(), fault);
            return;
        } finally {
            making.remove(span);
        }
        then.run();
    }

    /// A heartbeat that [#isReady]; null if what it needs was forgotten meanwhile.
    @Nullable Message make(Edition edition, long tree, Moment moment, Instant at) {
        var proof = needsProof(tree, moment) ? known.get(span(tree, moment)) : "";
        if (proof == null) {
            return null;
        }
        var json =
                "{\"type\":\"heartbeat\",\"env\":\""
                        + edition.environment().value()
                        + "\",\"epoch\":"
                        + edition.state().epoch()
                        + ",\"at\":\""
                        + at
                        + "\",\"revision\":\""
                        + edition.revision()
                        + "\",\"size\":"
                        + moment.head().size()
                        + ",\"checkpoint\":"
                        + Json.text(moment.head().checkpoint())
                        + proof
                        + "}";
        return Message.aside("heartbeat", json.getBytes(UTF_8));
    }
}
