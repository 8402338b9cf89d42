package hms.bench;

import hms.client.ClientPool;
import hms.client.Held;
import hms.client.HmsClient;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/// Many clients of the SDK in this process, each with its own connection, that share threads, and
/// each with one value of one policy that it holds.
final class SdkClients implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long A_WHILE = 1_000_000;

    private final ClientPool pool = ClientPool.create();
    private final List<HmsClient> clients = new ArrayList<>();
    private final List<Held<BigDecimal>> held = new ArrayList<>();
    private final AtomicLongArray told;

    SdkClients(URI server, String bearer, int count, String policy, String value) {
        told = new AtomicLongArray(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            var client =
                    HmsClient.builder(server)
                            .token(bearer)
                            .key("bench-" + i)
                            .noCache()
                            .pool(pool)
                            .start();
            client.onChange(policy, change -> told.set(number, System.nanoTime()));
            clients.add(client);
            held.add(client.decimal(policy, value));
        }
        try {
            await(
                    "all have a value",
                    () -> held.stream().allMatch(each -> each.find().isPresent()));
        } catch (IllegalStateException e) {
            var without = clients.stream().filter(each -> each.revision().isEmpty()).toList();
            throw new IllegalStateException(
                    without.size()
                            + " have none; the first says "
                            + without.getFirst().problems().getLast(),
                    e);
        }
    }

    int count() {
        return clients.size();
    }

    /// What the client reads now.
    BigDecimal read(int client) {
        return held.get(client).get();
    }

    /// When the client's listener was told of a change last, as [System#nanoTime].
    long toldAt(int client) {
        return told.get(client);
    }

    /// The revisions that the clients have, each once.
    List<String> revisions() {
        return clients.stream().map(each -> each.revision().orElse("none")).distinct().toList();
    }

    /// Waits until all are told of a change after this moment.
    ///
    /// @return when the last was, as [System#nanoTime]
    long awaitTold(long sinceNanos) {
        await(
                "all are told of a change",
                () -> {
                    for (int i = 0; i < told.length(); i++) {
                        if (told.get(i) == 0 || told.get(i) - sinceNanos < 0) {
                            return false;
                        }
                    }
                    return true;
                });
        long last = told.get(0);
        for (int i = 1; i < told.length(); i++) {
            last = told.get(i) - last > 0 ? told.get(i) : last;
        }
        return last;
    }

    static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "waited " + PATIENCE.toSeconds() + " s in vain until " + what);
            }
            LockSupport.parkNanos(A_WHILE);
        }
    }

    @Override
    public void close() {
        clients.parallelStream().forEach(HmsClient::close);
        pool.close();
    }
}
