package hms.runs.step;

import hms.core.command.Command;
import hms.ledger.write.Prepared;
import hms.ledger.write.Writer;
import hms.runs.NoticeDesk;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Queues a notice for every partner, durably, and makes the first attempt of each. What does not
/// arrive is tried again by the agenda; the run does not wait for it.
public final class NotifyStep implements Step {

    private final Writer writer;
    private final NoticeDesk desk;

    public NotifyStep(Writer writer, NoticeDesk desk) {
        this.writer = writer;
        this.desk = desk;
    }

    @Override
    public StepResult run(StageRun stage) {
        int run = stage.run().number();
        var named =
                Stream.concat(
                        stage.members().stream().flatMap(m -> m.submitted().partners().stream()),
                        stage.run().options().partners().orElse(List.of()).stream());
        var unknown =
                named.filter(p -> stage.state().configuration().partner(p).isEmpty())
                        .distinct()
                        .toList();
        writer.submit(Prepared.of(new Command.QueueNotices(run, "policy.activated"))).join();
        try (var attempts = Executors.newVirtualThreadPerTaskExecutor()) {
            writer.state().notices().openOf(run).stream()
                    .filter(n -> n.attempts() == 0)
                    .forEach(n -> attempts.execute(() -> desk.attempt(n.id())));
        }
        var tally = writer.state().notices().tally(run);
        if (tally.queued() == 0) {
            return StepResult.skipped(
                    unknown.isEmpty()
                            ? "no partners"
                            : "no partner is configured: " + String.join(", ", unknown));
        }
        var said = new StringBuilder().append(tally.sent()).append(" sent");
        int waiting = tally.queued() - tally.sent() - tally.givenUp();
        if (waiting > 0) {
            said.append(", ").append(waiting).append(" queued");
        }
        if (tally.givenUp() > 0) {
            said.append(", ").append(tally.givenUp()).append(" refused");
        }
        if (!unknown.isEmpty()) {
            said.append(", not configured: ").append(String.join(", ", unknown));
        }
        return StepResult.passed(said.toString());
    }
}
