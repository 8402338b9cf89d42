package hms.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Runs tasks one after the other on the threads of another executor. One that throws does not stop
/// those behind it.
final class InOrder implements Executor {
    private final Executor threads;
    private final Consumer<RuntimeException> faults;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    InOrder(Executor threads, Consumer<RuntimeException> faults) {
        this.threads = threads;
        this.faults = faults;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.addLast(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::runAll);
    }

    private void runAll() {
        while (true) {
            Runnable task;
            synchronized (waiting) {
                if (waiting.isEmpty()) {
                    running = false;
                    return;
                }
                task = waiting.removeFirst();
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                faults.accept(e);
            }
        }
    }
}
