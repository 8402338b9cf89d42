package hms.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.PolicyId;
import hms.core.command.Caller;
import hms.core.state.EnvironmentId;
import hms.core.state.Identity;
import hms.server.token.Bearers;
import hms.server.token.TokenIssuer;
import hms.server.token.TokenKey;
import hms.server.token.TokenReader;
import hms.trust.Ed25519PrivateKey;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Audiences on scripted states, step by step on one thread: which connection takes more, and when
/// a new head is pinned, is a test's to say.
final class AudienceTest {

    private static final Caller CALLER = new Caller("p", Set.of(), Set.of(), Set.of());
    private static final Bearers.Bearer BEARER =
            new Bearers.Bearer(
                    new TokenReader.Claims("t", "p", Optional.empty()),
                    new Identity.Token(
                            "t", "p", List.of(), List.of(), List.of(), Optional.empty(), false),
                    CALLER);

    private final ScriptedLive script = new ScriptedLive();
    private final EmbeddedChannel home = new EmbeddedChannel();
    private final AtomicInteger encodings = new AtomicInteger();
    private final Meter meter =
            new Meter() {
                @Override
                public void subscribers(EnvironmentId environment, Transport transport, int by) {}

                @Override
                public void sent(long bytes) {}

                @Override
                public void encoded() {
                    encodings.incrementAndGet();
                }

                @Override
                public void hopeless() {}
            };
    private Moment moment = script.ended();
    private Editions editions;
    private Audience audience;

    private void start(int chunkBytes) {
        var limits =
                new PushLimits(
                        100_000,
                        Duration.ofDays(1),
                        Duration.ofDays(1),
                        Duration.ZERO,
                        chunkBytes,
                        1 << 20);
        var key = TokenKey.of(Ed25519PrivateKey.ofSeed(new byte[32]));
        var bearers = new Bearers(new TokenIssuer(key, "log").reader());
        var parts =
                new PushParts(
                        () -> moment, bearers, InstantSource.system(), meter, limits, () -> {});
        editions =
                new Editions(
                        ScriptedLive.ENVIRONMENT,
                        () -> moment,
                        ScriptedLive::encode,
                        limits,
                        meter);
        audience =
                new Audience(
                                ScriptedLive.ENVIRONMENT,
                                home.eventLoop(),
                                parts,
                                editions,
                                new Heartbeats((from, to) -> List.of(), Runnable::run))
                        .start();
    }

    private void renew() {
        editions.make();
        home.runPendingTasks();
    }

    /// A connection that takes one message whenever it is opened, and what it made of them.
    private final class Reader {
        private final Selection selection;
        private StreamCopy copy = new StreamCopy();
        private EmbeddedChannel channel;

        Reader(Selection selection) {
            this.selection = selection;
            connect();
        }

        private void connect() {
            channel = new EmbeddedChannel();
            var since = copy.commits == 0 ? 0 : copy.size;
            var one =
                    audience.enter(
                            new Subscription(
                                    selection,
                                    Transport.WEBSOCKET,
                                    Optional.empty(),
                                    OptionalLong.empty(),
                                    BEARER),
                            since,
                            0);
            channel.pipeline().addLast(new Gate(), one);
            one.open(channel);
            audience.advance(one);
            take();
        }

        void reconnect() {
            channel.close();
            channel.runPendingTasks();
            copy.resume();
            connect();
        }

        /// Takes one message, if there is one.
        boolean take() {
            channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
            channel.runPendingTasks();
            boolean any = false;
            for (ByteBuf sent = channel.readOutbound();
                    sent != null;
                    sent = channel.readOutbound()) {
                var text = sent.toString(UTF_8);
                sent.release();
                var json = JsonMapper.shared().readTree(text.substring(text.indexOf("{\"type\"")));
                any = true;
                if (json.path("type").asString().equals("change")) {
                    copy.apply(json);
                    holds();
                }
            }
            return any;
        }

        /// What is shown is what was live at that revision, all of it and nothing else.
        private void holds() {
            if (copy.complete) {
                var truth = new TreeMap<>(script.truth.get(copy.size));
                truth.keySet().removeIf(id -> !selection.names(PolicyId.of(id)));
                if (!selection.tags().isEmpty()) {
                    truth.values().removeIf(version -> version.charAt(0) % 2 != 0);
                }
                assertThat(versions(copy)).isEqualTo(truth);
            }
        }
    }

    private static Map<String, String> versions(StreamCopy copy) {
        var versions = new TreeMap<String, String>();
        copy.shown.keySet().forEach(id -> versions.put(id, copy.version(id)));
        return versions;
    }

    /// Closes the way after each message.
    private static final class Gate extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            context.write(message, promise);
            context.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        }
    }

    private static Selection all() {
        return new Selection(ScriptedLive.ENVIRONMENT, Set.of(), Set.of());
    }

    private static Selection some(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Selection(ScriptedLive.ENVIRONMENT, Set.of(), Set.of("even"));
            case 1 ->
                    new Selection(
                            ScriptedLive.ENVIRONMENT,
                            Set.of(PolicyId.of("policy-1"), PolicyId.of("policy-7")),
                            Set.of());
            default -> all();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_the_order_readers_show_whole_revisions_only_and_end_at_the_head(long base) {
        long seed = base * 0x9E3779B97F4A7C15L;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        start(200 + random.nextInt(600));
        var readers = new ArrayList<Reader>();
        for (int step = 0; step < 4_000; step++) {
            int dice = random.nextInt(100);
            if (dice < 55 && !readers.isEmpty()) {
                readers.get(random.nextInt(readers.size())).take();
            } else if (dice < 75) {
                batch(random);
            } else if (dice < 93) {
                renew();
            } else if (dice < 96 && readers.size() < 30) {
                readers.add(new Reader(some(random)));
            } else if (dice < 98 && !readers.isEmpty()) {
                readers.get(random.nextInt(readers.size())).reconnect();
            }
        }
        script.change(1, 9);
        script.change(2, 9);
        moment = script.ended();
        renew();
        for (var reader : readers) {
            while (reader.take()) {
                // until nothing waits
            }
            assertThat(reader.copy.size).as("seed " + seed).isEqualTo(script.state.size());
            reader.holds();
        }
    }

    private void batch(Random random) {
        for (int i = random.nextInt(6); i >= 0; i--) {
            if (random.nextInt(5) == 0) {
                script.other();
            } else {
                script.change(random.nextInt(30), 1 + random.nextInt(8));
            }
        }
        moment = script.ended();
    }

    @Test
    void who_was_away_through_ten_thousand_changes_comes_to_the_same_state() {
        start(64 << 10);
        var random = new Random(10_000);
        for (int i = 0; i < 500; i++) {
            script.change(i, 1);
        }
        moment = script.ended();
        renew();
        var away = new Reader(all());
        assertThat(away.copy.shown).hasSize(500);
        away.channel.close();
        for (int i = 0; i < 10_000; i++) {
            script.change(random.nextInt(500), 1 + random.nextInt(9));
            if (i % 10 == 0) {
                moment = script.ended();
                renew();
            }
        }
        moment = script.ended();
        renew();
        encodings.set(0);

        away.reconnect();
        var fresh = new Reader(all());

        while (away.take() || fresh.take()) {
            // until nothing waits
        }
        assertThat(away.copy.shown).isEqualTo(fresh.copy.shown);
        assertThat(versions(away.copy)).isEqualTo(script.live());
        assertThat(away.copy.commits).isEqualTo(2);
    }

    @Test
    void who_stands_where_others_stand_is_sent_what_was_encoded_for_them() {
        start(64 << 10);
        script.change(1, 1);
        moment = script.ended();
        renew();
        var readers = new ArrayList<Reader>();
        for (int i = 0; i < 1_000; i++) {
            readers.add(new Reader(all()));
        }
        encodings.set(0);
        script.change(1, 2);
        moment = script.ended();
        renew();
        readers.forEach(Reader::take);

        assertThat(readers).allMatch(reader -> reader.copy.version("policy-1").equals("2.0.0"));
        assertThat(encodings).hasValue(1);
    }

    @Test
    void who_reads_slowly_skips_what_was_in_between() {
        start(64 << 10);
        script.change(1, 1);
        moment = script.ended();
        renew();
        var slow = new Reader(all());
        int before = slow.copy.commits;
        for (int version = 2; version < 9; version++) {
            script.change(1, version);
            moment = script.ended();
            renew();
        }
        slow.take();
        slow.take();
        slow.take();

        assertThat(slow.copy.version("policy-1")).isEqualTo("8.0.0");
        assertThat(slow.copy.commits - before).isLessThanOrEqualTo(2);
    }

    @Test
    void what_does_not_concern_a_reader_is_not_sent_to_it() {
        start(64 << 10);
        script.change(1, 1);
        script.change(2, 1);
        moment = script.ended();
        renew();
        var one =
                new Reader(
                        new Selection(
                                ScriptedLive.ENVIRONMENT,
                                Set.of(PolicyId.of("policy-1")),
                                Set.of()));
        while (one.take()) {
            // until nothing waits
        }
        script.change(2, 2);
        moment = script.ended();
        renew();
        assertThat(one.take()).isFalse();

        script.change(1, 2);
        moment = script.ended();
        renew();
        assertThat(one.take()).isTrue();
        assertThat(one.copy.version("policy-1")).isEqualTo("2.0.0");
    }
}
