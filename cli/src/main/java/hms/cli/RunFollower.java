package hms.cli;

import hms.client.ApiRefused;
import hms.client.ApiRequest;
import hms.client.ApiUnreachable;
import hms.client.EventStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Watches a run until it ends, or waits for an instant or a person; across servers, if the one
/// that drives it leaves.
final class RunFollower {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FIGURES = Duration.ofSeconds(1);
    private static final Duration FIGURES_IN_LINES = Duration.ofSeconds(5);

    private final Link link;
    private final int number;

    RunFollower(Link link, int number) {
        this.link = link;
        this.number = number;
    }

    /// Watches in silence.
    RunDocument follow() {
        return follow(run -> {});
    }

    /// Watches, and shows it.
    RunDocument follow(RunDisplay display) {
        var ticker = Thread.ofVirtual().start(() -> tick(display));
        var asker = Thread.ofVirtual().start(() -> ask(display));
        try {
            return follow(display::update);
        } finally {
            ticker.interrupt();
            asker.interrupt();
            display.end();
        }
    }

    private static void tick(RunDisplay display) {
        try {
            while (true) {
                Thread.sleep(TICK);
                display.tick();
            }
        } catch (InterruptedException _) {
            // it is over
        }
    }

    /// Asks how the canary fares, for as long as there is one.
    private void ask(RunDisplay display) {
        var every = display.isLive() ? FIGURES : FIGURES_IN_LINES;
        try {
            while (true) {
                if (display.wantsCanary()) {
                    canary().ifPresent(display::canary);
                    Thread.sleep(every);
                } else {
                    Thread.sleep(TICK);
                }
            }
        } catch (InterruptedException _) {
            // it is over
        }
    }

    /// The figures of the run's canary; empty where it has none, or where they cannot be had now.
    /// That the server is gone is noticed, and said, by whoever follows the run.
    Optional<CanaryDocument> canary() {
        try {
            return Optional.of(
                    new CanaryDocument(link.send(ApiRequest.get(Paths.canary(number))).json()));
        } catch (ApiRefused | ApiUnreachable _) {
            return Optional.empty();
        }
    }

    /// Watches, and hands on whatever it hears.
    RunDocument follow(Consumer<RunDocument> onChange) {
        while (true) {
            try (EventStream events = link.runEvents(number)) {
                while (events.hasNext()) {
                    var event = events.next();
                    if (event.type().equals("run") || event.type().equals("end")) {
                        var run = new RunDocument(event.json());
                        onChange.accept(run);
                        if (run.isAtRest()) {
                            return run;
                        }
                    }
                }
                var run = read();
                onChange.accept(run);
                if (run.isAtRest()) {
                    return run;
                }
            } catch (ApiUnreachable e) {
                if (!link.again()) {
                    throw e;
                }
            }
        }
    }

    /// The run as it is now.
    RunDocument read() {
        JsonNode json = link.send(ApiRequest.get(Paths.run(number))).json();
        return new RunDocument(json);
    }
}
