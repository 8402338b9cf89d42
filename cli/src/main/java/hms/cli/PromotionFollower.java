package hms.cli;

import hms.cli.RunDocument.Stage;
import hms.client.ApiUnreachable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Stays with a promotion until it has ended: also while it waits for a person, and while its
/// server starts again. Somebody has to be there who takes back what fails.
final class PromotionFollower {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Link link;
    private final int number;
    private final boolean untilLive;
    private final Function<RunFollower, RunDocument> watching;

    /// @param untilLive whether it goes on until what is scheduled is live
    /// @param watching watches it until it rests
    PromotionFollower(
            Link link, int number, boolean untilLive, Function<RunFollower, RunDocument> watching) {
        this.link = link;
        this.number = number;
        this.untilLive = untilLive;
        this.watching = watching;
    }

    /// Follows to the end.
    ///
    /// @param onChange is told whenever it has come to another state
    RunDocument follow(Consumer<RunDocument> onChange) {
        var told = "";
        while (true) {
            var run = next();
            var state = run.status() + run.stages().stream().filter(Stage::isEnded).count();
            if (!state.equals(told)) {
                told = state;
                onChange.accept(run);
            }
            if (run.isEnded() || (run.status().equals("scheduled") && !untilLive)) {
                return run;
            }
            pause();
        }
    }

    /// It as it is once it rests; while it rests, as it is.
    private RunDocument next() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                var follower = new RunFollower(link, number);
                var run = follower.read();
                return run.isAtRest() ? run : watching.apply(follower);
            } catch (ApiUnreachable e) {
                if (System.nanoTime() > deadline) {
                    throw Failure.unreachable(
                            "The server has not answered for a minute, and run #"
                                    + number
                                    + " may still go on. No rollback script was run.",
                            "See how it ends: hms run " + number + " --follow");
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.refused("Interrupted.", "");
        }
    }
}
