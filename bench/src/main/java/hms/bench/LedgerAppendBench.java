package hms.bench;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.decide.Answer;
import hms.core.state.ArtifactKey;
import hms.core.state.State;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.ledger.sqlite.SqliteLedger;
import hms.ledger.write.Prepared;
import hms.ledger.write.Writer;
import hms.testkit.SeededStory;
import hms.trust.Ed25519PrivateKey;
import hms.trust.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// How many entries a second the writer makes durable: decided, hashed into the tree, signed,
/// synced and answered; beside the floors in the same run.
///
/// ```
/// java … hms.bench.LedgerAppendBench [seconds]      2 seconds a measurement unless told otherwise
/// ```
public final class LedgerAppendBench {
    private static final int POLICIES = 6_000;

    private LedgerAppendBench() {}

    /// Prints the rates.
    public static void main(String[] arguments) throws Exception {
        var time = Duration.ofSeconds(arguments.length == 0 ? 2 : Long.parseLong(arguments[0]));
        var folder = Files.createTempDirectory("ledger-append-bench");
        try {
            for (int callers : new int[] {1, 100}) {
                var file = LedgerAppendFloor.file(folder, callers, time);
                var sqlite = LedgerAppendFloor.sqlite(folder, callers, time);
                var ours = writer(folder, callers, time);
                System.out.println(file);
                System.out.println(sqlite);
                System.out.println(ours);
                System.out.printf(
                        Locale.ROOT,
                        "%d callers: %.2f of SQLite alone, %.2f of a file alone%n",
                        callers,
                        ours.entriesPerSecond() / sqlite.entriesPerSecond(),
                        ours.entriesPerSecond() / file.entriesPerSecond());
            }
        } finally {
            LedgerAppendFloor.delete(folder);
        }
    }

    /// Callers that each submit an artifact, wait for the answer, and submit the next.
    private static LedgerAppendFloor.Rate writer(Path folder, int callers, Duration time)
            throws Exception {
        var signer =
                new NoteSigner(
                        "bench/log",
                        BouncyCastleEd25519.signer(Ed25519PrivateKey.ofSeed(new byte[32])));
        try (var ledger = SqliteLedger.open(folder.resolve("writer-" + callers + ".db"), signer);
                var writer =
                        new Writer(
                                        ledger,
                                        State.EMPTY,
                                        InstantSource.system(),
                                        () -> false,
                                        _ -> {})
                                .start()) {
            writer.submit(Prepared.of(SeededStory.opening())).join();
            var next = new AtomicInteger();
            run(writer, next, callers, time.dividedBy(3));
            var before = ledger.head().size();
            var start = System.nanoTime();
            var nanos = run(writer, next, callers, time);
            var seconds = (System.nanoTime() - start) / 1e9;
            nanos.sort(null);
            return new LedgerAppendFloor.Rate(
                    callers + " callers of the writer",
                    callers,
                    (ledger.head().size() - before) / seconds,
                    nanos.get(nanos.size() / 2) / 1e6,
                    nanos.get(nanos.size() * 99 / 100) / 1e6);
        }
    }

    private static List<Long> run(Writer writer, AtomicInteger next, int callers, Duration time)
            throws InterruptedException {
        var all = new ConcurrentLinkedQueue<List<Long>>();
        var end = System.nanoTime() + time.toNanos();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < callers; i++) {
            threads.add(Thread.startVirtualThread(() -> all.add(call(writer, next, end))));
        }
        for (var thread : threads) {
            thread.join();
        }
        return new ArrayList<>(all.stream().flatMap(List::stream).toList());
    }

    private static List<Long> call(Writer writer, AtomicInteger next, long end) {
        var nanos = new ArrayList<Long>();
        for (var now = System.nanoTime(); now < end; ) {
            int n = next.getAndIncrement();
            var key =
                    new ArtifactKey(
                            PolicyId.of("policy-" + n % POLICIES), Version.of(1, n / POLICIES, 0));
            var outcome = writer.submit(Prepared.of(SeededStory.submission(key))).join();
            if (!(outcome.answer() instanceof Answer.Submitted)) {
                throw new IllegalStateException(key + " was answered " + outcome.answer());
            }
            var after = System.nanoTime();
            nanos.add(after - now);
            now = after;
        }
        return nanos;
    }
}
