package hms.server.http;

import hms.core.state.State;
import hms.server.view.RunReads;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/// Waits for a run to end, to halt or to be scheduled, or for the time to be over, without holding
/// a thread. Lives on one event loop.
final class RunWait {

    private final Vertx owner;
    private final Runnable settled;
    private final long timer;
    private final CommitFeed.Subscription subscription;
    private boolean over;

    /// @param state as of the last durable batch
    /// @param settled called once, on the event loop
    RunWait(
            Context context,
            CommitFeed feed,
            Supplier<State> state,
            Response.OnceSettled asked,
            Runnable settled) {
        this.owner = context.owner();
        this.settled = settled;
        this.subscription =
                feed.onRun(
                        asked.run(),
                        () -> {
                            if (!RunReads.isUnderWay(state.get(), asked.run())) {
                                context.runOnContext(_ -> finish());
                            }
                        });
        this.timer = owner.setTimer(Math.max(1, asked.patience().toMillis()), _ -> finish());
        if (!RunReads.isUnderWay(state.get(), asked.run())) {
            context.runOnContext(_ -> finish());
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            subscription.close();
            owner.cancelTimer(timer);
            settled.run();
        }
    }

    /// The client is gone.
    void cancel() {
        if (!over) {
            over = true;
            subscription.close();
            owner.cancelTimer(timer);
        }
    }
}
