package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Brings a bundle to every replica that is there. It counts as delivered if all of them took it,
/// and there was one; those that are being started get it before they answer anybody.
final class BundleDelivery {
    private final List<Keeper> keepers;
    private final Upstream upstream;
    private final BundleStore store;

    BundleDelivery(List<Keeper> keepers, Upstream upstream, BundleStore store) {
        this.keepers = keepers;
        this.upstream = upstream;
        this.store = store;
    }

    Optional<BundleStore.Held> held() {
        return store.held();
    }

    /// How one replica took it.
    private record Taken(String replica, int status, JsonNode body) {}

    /// One at a time, so that all replicas get bundles in the same order.
    synchronized Reply deliver(byte[] text) throws IOException {
        long sequence = Bundle.parse(text).sequence();
        var before = store.held();
        if (before.isPresent() && sequence < before.get().sequence()) {
            throw new Reply.Refused(
                    409,
                    "older",
                    "The bundle %d is older than %d, which was delivered already."
                            .formatted(sequence, before.get().sequence()));
        }
        var ready = keepers.stream().filter(Keeper::isReady).toList();
        if (ready.isEmpty()) {
            throw new Reply.Refused(503, "none-ready", "No replica is ready.");
        }
        var taken = hand(ready, text);
        var refused = taken.stream().filter(each -> each.status() != 200).findFirst();
        if (refused.isPresent()) {
            return refusal(taken, refused.get());
        }
        store.keep(sequence, text);
        var first = taken.getFirst().body();
        var body = Reply.object().put("sequence", sequence);
        body.put("digest", first.path("digest").asString(""));
        body.set("receipts", receipts(taken));
        var later = body.putArray("later");
        keepers.stream()
                .filter(each -> !ready.contains(each))
                .map(Keeper::name)
                .forEach(later::add);
        return Reply.ok(body);
    }

    private static Reply refusal(List<Taken> taken, Taken refused) {
        var body = Reply.object();
        body.put("code", refused.body().path("code").asString("fault"));
        body.put(
                "detail",
                refused.replica() + ": " + refused.body().path("detail").asString("it failed"));
        body.set("receipts", receipts(taken));
        return new Reply(refused.status(), body);
    }

    private static JsonNode receipts(List<Taken> taken) {
        var receipts = Reply.object().putArray("receipts");
        for (var each : taken) {
            var receipt = receipts.addObject().put("replica", each.replica());
            receipt.put("status", each.status());
            each.body().properties().forEach(p -> receipt.set(p.getKey(), p.getValue()));
        }
        return receipts;
    }

    private List<Taken> hand(List<Keeper> ready, byte[] text) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return ready.stream()
                    .map(each -> threads.submit(() -> hand(each, text)))
                    .toList()
                    .stream()
                    .map(BundleDelivery::result)
                    .toList();
        }
    }

    private Taken hand(Keeper keeper, byte[] text) throws InterruptedException {
        try {
            var answer = upstream.post(keeper.port(), "/bundle", text, BundleStore.PATIENCE);
            var said = new String(answer.body(), UTF_8);
            return new Taken(
                    keeper.name(), answer.statusCode(), JsonMapper.shared().readTree(said));
        } catch (IOException | JacksonException e) {
            return new Taken(
                    keeper.name(),
                    502,
                    Reply.object()
                            .put("code", "no-answer")
                            .put("detail", "It did not answer: " + e.getMessage() + "."));
        }
    }

    private static Taken result(Future<Taken> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while delivering a bundle", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("delivering a bundle failed", e);
        }
    }
}
