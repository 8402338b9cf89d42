package hms.bench;

import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.state.State;
import hms.ledger.Batch;
import hms.ledger.Ledger;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.ledger.snapshot.Snapshots;
import hms.ledger.sqlite.SqliteLedger;
import hms.ledger.write.Replay;
import hms.testkit.SeededStory;
import hms.trust.Ed25519PrivateKey;
import hms.trust.NoteSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long it takes until the state of a long ledger is there: in a new process, from its first
/// instruction on; with and without a snapshot, and beside reading the entries alone.
///
/// ```
/// java … hms.bench.StartBench [entries] [folder]
/// ```
///
/// 100,000 entries unless told otherwise. With a folder, the ledger is made there once and kept for
/// the next time. The target is stated for 1,000,000.
public final class StartBench {
    private static final int POLICIES = 6_000;
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 3;

    /// Entries behind the snapshot, as many as come before the next one is written.
    private static final int BEHIND = 50_000;

    private static final NoteSigner LOG =
            new NoteSigner(
                    "bench/log",
                    BouncyCastleEd25519.signer(Ed25519PrivateKey.ofSeed(new byte[32])));

    private StartBench() {}

    /// Prints the times; with `child`, what one process measures.
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("child")) {
            child(arguments[1], Path.of(arguments[2]));
            return;
        }
        int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        boolean keep = arguments.length > 1;
        var folder =
                keep
                        ? Files.createDirectories(Path.of(arguments[1]))
                        : Files.createTempDirectory("start-bench");
        try {
            make(folder, entries);
            for (var way : List.of("read", "replay", "snapshot")) {
                for (int i = 0; i < ROUNDS; i++) {
                    measure(way, folder);
                }
            }
        } finally {
            if (!keep) {
                LedgerAppendFloor.delete(folder);
            }
        }
    }

    /// A ledger of at least so many entries, and a snapshot that lacks the last of them.
    private static void make(Path folder, int entries) throws IOException {
        if (Files.exists(folder.resolve("ledger.db"))) {
            return;
        }
        long start = System.nanoTime();
        var story = new SeededStory(20_240_901, POLICIES, 0.01);
        boolean kept = false;
        try (var ledger = open(folder)) {
            while (ledger.head().size() < entries) {
                var batch = new ArrayList<Recorded>();
                while (batch.size() < BATCH) {
                    batch.addAll(story.next());
                }
                var head =
                        ledger.commit(
                                new Batch(
                                        ledger.head().size(),
                                        batch.stream().map(EventCodec::encode).toList(),
                                        List.of()));
                if (!kept && head.size() >= entries - BEHIND) {
                    long before = System.nanoTime();
                    kept = new Snapshots(folder).write(story.state(), head);
                    say("a snapshot written in", before);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d entries, %,d runs, %,d bytes of database%n",
                    ledger.head().size(),
                    story.state().runs().last(),
                    Files.size(folder.resolve("ledger.db")));
        }
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                System.out.printf(
                        Locale.ROOT, "  %s: %,d bytes%n", file.getFileName(), Files.size(file));
            }
        }
        say("made in", start);
    }

    private static void measure(String way, Path folder) throws Exception {
        long start = System.nanoTime();
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx1g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StartBench.class.getName(),
                                "child",
                                way,
                                folder.toString())
                        .inheritIO()
                        .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the process that measures has failed");
        }
        say("  the whole process", start);
    }

    private static void child(String way, Path folder) {
        long start = System.nanoTime();
        try (var ledger = open(folder)) {
            say(way + ": ledger opened", start);
            switch (way) {
                case "read" -> {
                    var bytes = new long[1];
                    ledger.read(
                            0, ledger.head().size(), (index, entry) -> bytes[0] += entry.length);
                    System.out.printf(Locale.ROOT, "%,d bytes of entries%n", bytes[0]);
                }
                case "replay" -> check(ledger, Replay.toHead(ledger, State.EMPTY));
                case "snapshot" -> {
                    var from = new Snapshots(folder).newest(ledger).orElseThrow();
                    say(way + ": snapshot read", start);
                    check(ledger, Replay.toHead(ledger, from));
                }
                default -> throw new IllegalArgumentException(way);
            }
            say(way + ": there", start);
        }
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(
                        time ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "%-32s %6.2f s%n",
                                        "  processor time, all threads",
                                        time.toMillis() / 1e3));
    }

    private static void check(Ledger ledger, State state) {
        if (state.size() != ledger.head().size()) {
            throw new IllegalStateException("only " + state.size() + " entries were folded");
        }
    }

    private static Ledger open(Path folder) {
        return SqliteLedger.open(folder.resolve("ledger.db"), LOG);
    }

    private static void say(String what, long since) {
        System.out.printf(Locale.ROOT, "%-32s %6.2f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
