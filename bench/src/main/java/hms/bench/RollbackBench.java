package hms.bench;

import hms.client.HmsApi;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// How long a rollback takes, from the command over REST to the last of many subscribers, and to
/// the last of many clients of the SDK, each of which verifies it and tells a listener.
///
/// The peer is Redis: a value set, forced to the disk, and published to as many subscribers. The
/// subscribers are in another process ([FanOutClients]) and only look for a mark; the clients of
/// the SDK are in this one, with the server.
///
/// ```
/// java … hms.bench.RollbackBench [rounds] [subscribers] [clients]      20, 10,000 and 500 unless
/// told
/// ```
///
/// Needs `redis-server` on the path, and as many open files as there are subscribers, and some
/// more:
/// `ulimit -n 20000`.
public final class RollbackBench {

    private static final String POLICY = "epa-pm25-limit";
    private static final String MARK = "\"type\":\"change\"";
    private static final int WARM_UP = 5;
    private static final int PEER_BYTES = 2_500;

    private RollbackBench() {}

    /// Nanoseconds from the command, by round.
    ///
    /// @param answered until it was answered
    /// @param subscribers until the last subscriber had it
    /// @param clients until the last client's listener was told
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Measured(long[] answered, long[] subscribers, long[] clients) {}

    /// Prints the times.
    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        int subscribers = arguments.length < 2 ? 10_000 : Integer.parseInt(arguments[1]);
        int clients = arguments.length < 3 ? 500 : Integer.parseInt(arguments[2]);
        System.out.println(Load.now());
        try (var scratch = Scratch.make("hms-rollback-bench")) {
            var ours = ours(scratch.path(), rounds, subscribers, clients);
            var redis = new Quantiles(redis(scratch.path(), rounds, subscribers));
            var last = new Quantiles(ours.subscribers());
            System.out.printf(
                    Locale.ROOT,
                    "rollback, %d rounds; milliseconds from the command%n"
                            + "  answered                            %s%n"
                            + "  last of %,6d subscribers           %s   (p50 %.2f × Redis)%n"
                            + "  last of %,6d clients of the SDK    %s%n"
                            + "  Redis, last of %,6d subscribers    %s%n",
                    rounds,
                    new Quantiles(ours.answered()),
                    subscribers,
                    last,
                    last.atMs(50) / redis.atMs(50),
                    clients,
                    new Quantiles(ours.clients()),
                    subscribers,
                    redis);
        }
        System.out.println(Load.now());
    }

    private static Measured ours(Path folder, int rounds, int subscribers, int clients) {
        try (var installed = new Installed(folder, new SecureRandom())) {
            var token = installed.bearer(installed.opened());
            release(installed, "1.5.0", 35);
            release(installed, "2.0.0", 25);
            try (var http = installed.server()) {
                int port = http.start(0, "127.0.0.1");
                var server = URI.create("http://127.0.0.1:" + port);
                var request =
                        "GET /api/stream HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer "
                                + token
                                + "\n";
                var api = HmsApi.connect(server, token);
                try (var sdk = new SdkClients(server, token, clients, POLICY, "limit");
                        var raw = Subscribers.connect(port, subscribers, request, MARK)) {
                    return measure(api, sdk, raw, rounds);
                }
            }
        }
    }

    private static void release(Installed installed, String version, int limit) {
        var release = List.of(Policies.one(POLICY, version, limit));
        installed.submit(release);
        installed.untilEnded(installed.approve(installed.signed(release)));
    }

    private static Measured measure(HmsApi api, SdkClients sdk, Subscribers raw, int rounds) {
        var answered = new long[rounds];
        var subscribers = new long[rounds];
        var clients = new long[rounds];
        var json = JsonMapper.shared();
        for (int i = 0; i < WARM_UP + rounds; i++) {
            var body =
                    json.valueToTree(
                            Map.of(
                                    "env",
                                    "production",
                                    "version",
                                    i % 2 == 0 ? "1.5.0" : "2.0.0",
                                    "reason",
                                    "to see how long it takes"));
            long begun = System.nanoTime();
            api.post("/api/policies/" + POLICY + "/rollback", body);
            long replied = System.nanoTime();
            long last = raw.await(i + 1);
            long lastClient = sdk.awaitTold(begun);
            if (i >= WARM_UP) {
                answered[i - WARM_UP] = replied - begun;
                subscribers[i - WARM_UP] = last - begun;
                clients[i - WARM_UP] = lastClient - begun;
            }
        }
        return new Measured(answered, subscribers, clients);
    }

    private static long[] redis(Path folder, int rounds, int subscribers) {
        var payload = new byte[PEER_BYTES];
        Arrays.fill(payload, (byte) 'x');
        var took = new long[rounds];
        try (var redis = RedisPeer.start(folder);
                var clients =
                        Subscribers.connect(
                                redis.port(),
                                subscribers,
                                RedisPeer.SUBSCRIBE,
                                RedisPeer.CHANNEL)) {
            for (int i = 0; i < WARM_UP + rounds; i++) {
                long begun = System.nanoTime();
                redis.publish(payload);
                long last = clients.await(i + 1);
                if (i >= WARM_UP) {
                    took[i - WARM_UP] = last - begun;
                }
            }
        }
        return took;
    }
}
