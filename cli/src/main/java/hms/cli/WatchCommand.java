package hms.cli;

import hms.client.ApiUnreachable;
import hms.client.EventStream;
import hms.client.wire.MalformedMessage;
import hms.client.wire.Message;
import hms.client.wire.MessageReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Follows live values.
@Command(
        name = "hms watch",
        description =
                "Shows what is in force, then one line for each change, as readers outside of"
                        + " canaries have it; canaries as they begin and end. Ctrl-C ends it.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms watch",
            "  hms watch epa-pm25-limit --env staging",
            "  hms watch epa-pm25-limit --until-change --json"
        })
final class WatchCommand extends HmsCommand {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    @Parameters(paramLabel = "ID", arity = "0..*", description = "the policies; all without")
    private List<String> operands = List.of();

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            description = "the environment (production)")
    private String environment = "";

    @Option(
            names = "--until-change",
            description = "end after the first change of what is in force")
    private boolean untilChange;

    /// What the reading thread has for the one that shows.
    private sealed interface News {
        record Heard(Message message) implements News {}

        record Unreadable(String why) implements News {}

        record Broken(RuntimeException why) implements News {}

        record Stopped() implements News {}
    }

    @Override
    int run(Invocation invocation) {
        var ids = operands.stream().map(id -> VersionName.id(id).text()).distinct().toList();
        var screen = invocation.screen();
        var clock = invocation.environment().clock();
        WatchVoice voice =
                invocation.json() ? new WatchJson(screen) : new WatchText(screen, clock.getZone());
        var env = DeployOptions.environment(environment);
        var watch = new Watch(voice, env, ids, clock.instant());
        var news = new LinkedBlockingQueue<News>();
        try (var _ = Interrupt.calls(() -> news.add(new News.Stopped()));
                var link = invocation.reach()) {
            var path = path(env, ids);
            while (!follow(invocation, link.events(path), watch, news)) {
                if (!link.again()) {
                    throw new IllegalStateException("the stream ended without a reason");
                }
            }
            return ExitCode.DONE;
        }
    }

    private static String path(String env, List<String> ids) {
        return "/api/stream?env="
                + encoded(env)
                + (ids.isEmpty() ? "" : "&ids=" + encoded(String.join(",", ids)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// @return whether it is over; else the connection is, and another server may be found
    private boolean follow(
            Invocation invocation, EventStream events, Watch watch, BlockingQueue<News> news) {
        var reader = Thread.ofVirtual().start(() -> read(events, news));
        try (events) {
            while (true) {
                var now = invocation.environment().clock().instant();
                var came = next(news, watch, now);
                now = invocation.environment().clock().instant();
                int changed;
                switch (came) {
                    case null -> changed = watch.pass(now);
                    case News.Heard heard -> changed = watch.hear(heard.message(), now);
                    case News.Unreadable unreadable -> {
                        changed = 0;
                        watch.unreadable(unreadable.why(), now);
                    }
                    case News.Stopped _ -> {
                        return true;
                    }
                    case News.Broken broken -> {
                        if (broken.why() instanceof ApiUnreachable) {
                            return lost(invocation, broken.why());
                        }
                        throw broken.why();
                    }
                }
                if (changed > 0 && untilChange) {
                    return true;
                }
            }
        } finally {
            reader.interrupt();
        }
    }

    private static boolean lost(Invocation invocation, RuntimeException why) {
        if (invocation.namesServer()) {
            throw why;
        }
        return false;
    }

    private static @Nullable News next(BlockingQueue<News> news, Watch watch, Instant now) {
        var wait =
                watch.wake()
                        .map(at -> Duration.between(now, at))
                        .filter(time -> time.compareTo(LONGEST_WAIT) < 0)
                        .orElse(LONGEST_WAIT);
        try {
            return news.poll(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new News.Stopped();
        }
    }

    private static void read(EventStream events, BlockingQueue<News> news) {
        try {
            while (events.hasNext()) {
                var event = events.next();
                try {
                    news.add(new News.Heard(MessageReader.read(event.data())));
                } catch (MalformedMessage e) {
                    news.add(new News.Unreadable(String.valueOf(e.getMessage())));
                }
            }
        } catch (RuntimeException e) {
            news.add(new News.Broken(e));
        }
    }
}
