package hms.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.TestData;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import hms.client.Held;
import hms.client.HmsClient;
import hms.client.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One number, read again and again. What [ValueReadBench] measures; JMH makes programs of it.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadingValues {

    private static final String POLICY = "epa-pm25-limit";
    private static final String LIMIT = "limit";

    /// The least that a value takes that may become another one: a map behind a volatile reference.
    @State(Scope.Benchmark)
    public static class Floor {
        private volatile HashMap<String, Object> values =
                new HashMap<>(
                        Map.of(
                                LIMIT,
                                new BigDecimal("35"),
                                "units",
                                "ug_per_m3",
                                "advisory_share",
                                new BigDecimal("0.8")));
    }

    /// A client as programs have it, but for the connection, which no read comes near.
    @State(Scope.Benchmark)
    public static class Hms {
        private final HmsClient client =
                HmsClient.inMemory()
                        .set(POLICY, new String(Policies.one(POLICY, "1.5.0", 35).bytes(), UTF_8))
                        .client();
        private final Policy policy = client.getPolicy(POLICY);
        private final Held<BigDecimal> held = client.decimal(POLICY, LIMIT);

        /// Ends the client.
        @TearDown
        public void close() {
            client.close();
        }
    }

    /// OpenFeature with the provider that it brings along.
    @State(Scope.Benchmark)
    public static class OpenFeature {
        private final Client client = client();

        private static Client client() {
            var api = OpenFeatureAPI.getInstance();
            Flag<Double> limit =
                    Flag.<Double>builder().variant("now", 35.0).defaultVariant("now").build();
            api.setProviderAndWait(new InMemoryProvider(Map.of(LIMIT, limit)));
            return api.getClient();
        }

        /// Ends it.
        @TearDown
        public void close() {
            OpenFeatureAPI.getInstance().shutdown();
        }
    }

    /// LaunchDarkly with the data source that it brings along for tests, and without events.
    @State(Scope.Benchmark)
    public static class LaunchDarkly {
        private final LDContext context = LDContext.create("bot-17");
        private final LDClient client = client();

        private static LDClient client() {
            var data = TestData.dataSource();
            data.update(data.flag(LIMIT).valueForAll(LDValue.of(35.0)));
            return new LDClient(
                    "none",
                    new LDConfig.Builder()
                            .dataSource(data)
                            .events(Components.noEvents())
                            .diagnosticOptOut(true)
                            .build());
        }

        /// Ends it.
        @TearDown
        public void close() {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the client could not be closed", e);
            }
        }
    }

    @Benchmark
    public @Nullable Object floor(Floor floor) {
        return floor.values.get(LIMIT);
    }

    @Benchmark
    public BigDecimal handle(Hms hms) {
        return hms.policy.getDecimal(LIMIT);
    }

    @Benchmark
    public BigDecimal held(Hms hms) {
        return hms.held.get();
    }

    @Benchmark
    public double openFeature(OpenFeature peer) {
        return peer.client.getDoubleValue(LIMIT, 0.0);
    }

    @Benchmark
    public double launchDarkly(LaunchDarkly peer) {
        return peer.client.doubleVariation(LIMIT, peer.context, 0.0);
    }
}
