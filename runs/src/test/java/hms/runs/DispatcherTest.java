package hms.runs;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.command.Command;
import hms.core.state.EnvironmentId;
import hms.core.state.Run;
import hms.ledger.write.Prepared;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DispatcherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;

    /// The time is that of the last entry, so that a canary that was looked at once is never looked
    /// at again.
    @Test
    void a_run_that_bakes_holds_up_no_other() {
        var clock = new Press.Clock();
        var heldOff = new CountDownLatch(1);
        try (var press = new Press(folder, new Outside(), clock, CrashPoints.NONE).opened();
                var dispatcher =
                        new Dispatcher(
                                press.writer::state,
                                () -> {
                                    if (!Thread.currentThread().getName().equals("hms-agenda")) {
                                        heldOff.countDown(); // whoever works says when to look
                                        // again
                                    }
                                    return press.writer.state().at();
                                },
                                press.driver,
                                press.notices,
                                press.targets)) {
            dispatcher.start();
            press.writer
                    .submit(Prepared.of(new Command.NoteSubscriber(EnvironmentId.PRODUCTION)))
                    .join();
            int baking = press.queued(limit("pm25"));
            dispatcher.wake();
            await(() -> isBaking(press, baking));
            await(() -> heldOff.getCount() == 0);

            int other = press.queued(limit("pm10"));
            dispatcher.wake();
            await(() -> isBaking(press, other));
            assertThat(isBaking(press, baking)).isTrue();
        }
    }

    private static byte[] limit(String id) {
        return new String(Press.limit("1.0.0", "35"), StandardCharsets.UTF_8)
                .replace("id: pm25", "id: " + id)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isBaking(Press press, int run) {
        return press.writer
                .state()
                .runs()
                .open(run)
                .filter(r -> r.phase() instanceof Run.Phase.Baking)
                .isPresent();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in vain").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
