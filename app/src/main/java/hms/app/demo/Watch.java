package hms.app.demo;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Says how many bots of each region obey a version, each time that this becomes another number.
final class Watch implements AutoCloseable {

    private static final long LOOK_MS = 100;

    private final Bots bots;
    private final String version;
    private final Consumer<String> say;
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("demo-watch").factory());
    private String last;

    Watch(Bots bots, String version, Consumer<String> say) {
        this.bots = bots;
        this.version = version;
        this.say = say;
        this.last = said();
        var _ = looking.scheduleAtFixedRate(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        var now = said();
        if (!now.equals(last)) {
            last = now;
            say.accept(
                    "    %4.1f s  bots on %s: %s"
                            .formatted((System.nanoTime() - begun) / 1e9, version, now));
        }
    }

    private String said() {
        return bots.on(version).entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue().on() + "/" + e.getValue().of())
                .collect(Collectors.joining("  "));
    }

    @Override
    public void close() {
        looking.shutdownNow();
        look();
    }
}
